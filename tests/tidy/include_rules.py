"""Who may include whom: the folders' order, the core's abstinence, and where wire types stop."""

import re

from source import Exempt, File, Finding, Tree

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?P<open>[<"])(?P<name>[^>"\n]+)[>"]', re.MULTILINE)

CORE = ("geo", "server/registry", "server/dispatch")
ROOMS = (*CORE, "server/ports", "server/sim", "server/runtime", "server/store", "server/notify",
         "server/net", "server/app", "clients", "tests")
ADAPTERS = ("server/runtime", "server/store", "server/notify", "server/net")

# Room -> rooms whose headers it may include, besides its own.
MAY_INCLUDE = {
    "geo": (),
    "server/registry": ("geo",),
    "server/dispatch": ("geo", "server/registry"),
    "server/ports": CORE,
    "server/sim": (*CORE, "server/ports"),
    "server/runtime": (*CORE, "server/ports"),
    "server/store": (*CORE, "server/ports", "server/runtime"),
    "server/notify": (*CORE, "server/ports", "server/runtime"),
    "server/net": (*CORE, "server/ports", "server/runtime"),
    "server/app": (*CORE, "server/ports", "server/sim", *ADAPTERS),
    # Clients speak the wire and may run the simulator; the store's files belong to the server alone.
    "clients": (*CORE, "server/ports", "server/sim", "server/runtime", "server/net"),
    "tests": ROOMS,
}
MAY_INCLUDE_MAIN = tuple(room for room in ROOMS if room != "tests")

# The outside world has no place in rooms that must stay replayable.
PURE = (*CORE, "server/ports", "server/sim")
OUTSIDE = re.compile(
    r"boost/(asio|beast)|google/protobuf|sqlite3|hiredis|spdlog|openssl|sodium|prometheus"
    r"|sys/|unistd\.h|netinet|random$|iostream$|fstream$|ctime$|time\.h$")
# The core besides does without threads; only these libraries are welcome there.
CORE_FORBIDDEN_STD = re.compile(
    r"(thread|mutex|shared_mutex|condition_variable|future|atomic|semaphore|latch|barrier|coroutine"
    r"|filesystem|stop_token)$")
CORE_LIBRARY = re.compile(r"(s2/|tl/expected\.hpp$|[a-z_0-9]+$|c?(math|assert|stdint|limits)\.h$)")
CORE_EXEMPT = (
    Exempt(r"geo/[a-z0-9_]+\.(h|cpp)=absl/.+", "S2's own value types and flat hash maps, inside geo only"),
)

WIRE = (
    ("goldenfour/journal/v1/", re.compile(r"server/store/record[^/]*|tests/.*"),
     "stored records stop at server/store/record*"),
    ("goldenfour/v1/", re.compile(r"server/net/.*|clients/.*|tests/.*"),
     "wire types stop at server/net (the codec); pass domain types on"),
)


def room_of(path: str) -> str | None:
    return next((room for room in ROOMS if path.startswith(room + "/")), None)


def _check_room(file: File, room: str | None, name: str) -> str | None:
    target = room_of(name)
    if target is None or target == room:
        return None
    allowed = MAY_INCLUDE[room] if room else MAY_INCLUDE_MAIN
    if target in allowed:
        return None
    known = ", ".join(allowed) if allowed else "nothing else of the project"
    return f'"{name}": {room or "main"} may include {known}'


def _check_purity(file: File, room: str, name: str) -> str | None:
    if room in PURE and OUTSIDE.match(name):
        return f"<{name}>: {room} is pure; the outside world comes in through server/ports"
    if room not in CORE or room_of(name) or name.startswith("goldenfour/"):
        return None
    if CORE_FORBIDDEN_STD.match(name):
        return f"<{name}>: the core has no threads and no files; the driver in server/runtime has"
    if not CORE_LIBRARY.match(name) and not any(e.covers(f"{file.path}={name}") for e in CORE_EXEMPT):
        return f"<{name}>: in the core only the standard library, S2 and tl::expected"
    return None


def _check_wire(file: File, name: str) -> str | None:
    for prefix, allowed, why in WIRE:
        if name.startswith(prefix) and not allowed.fullmatch(file.path):
            return f'"{name}": {why}'
    return None


def _findings_of(file: File) -> list[Finding]:
    found = []
    room = room_of(file.path)
    for match in INCLUDE.finditer(file.text):
        name, line = match["name"], file.line_at(match.start())
        if match["open"] == '"' and "/" not in name:
            found.append(Finding(file.path, line, "include-root",
                                 f'"{name}": include from the top of the repository'))
            continue
        problems = (
            ("include-room", _check_room(file, room, name)),
            ("include-pure", _check_purity(file, room, name) if room else None),
            ("include-wire", _check_wire(file, name)),
        )
        found += [Finding(file.path, line, rule, text) for rule, text in problems if text]
    return found


def check(tree: Tree) -> list[Finding]:
    found = []
    for file in tree.cpp():
        found += _findings_of(file)
        if file.path.endswith(".h") and "#pragma once" not in file.text:
            found.append(Finding(file.path, 1, "pragma-once", "a header begins with #pragma once"))
    return found


RULES = ("include-root", "include-room", "include-pure", "include-wire", "pragma-once")
