"""Calls that have no place in the server, each with what to use instead."""

import re
from dataclasses import dataclass

from cpp_scan import lambdas, parameter_lists
from source import Exempt, File, Finding, Tree

CORE = r"(geo|server/(registry|dispatch))/.*"
CORE_AND_SIM = r"(geo|server/(registry|dispatch|ports|sim))/.*"
SERVER = r"(geo|server)/.*"
OURS = r"(geo|server|clients)/.*"


@dataclass(frozen=True)
class Ban:
    rule: str
    pattern: re.Pattern
    where: str  # a regular expression on the whole path
    instead: str
    exempt: tuple[Exempt, ...] = ()


BANS = (
    Ban("clock",
        re.compile(r"\b(system_clock|steady_clock|high_resolution_clock|utc_clock)::now\b"
                   r"|\bclock_gettime\s*\(|\bgettimeofday\s*\(|\bstd::time\s*\(|(?<![\w.:>])time\s*\(\s*(nullptr|NULL|0|&)"),
        SERVER, "take Now as an argument; only the clock adapter in server/runtime reads clocks",
        (Exempt(r"server/runtime/[a-z_]*clock[a-z_]*\.(h|cpp)", "the one clock adapter"),)),
    Ban("random",
        re.compile(r"\bstd::rand\b|(?<![\w.:>])s?rand\s*\(|\brandom_device\b"),
        r".*", "use the seeded generator of server/sim, or the id source port in the server"),
    Ban("random-engine",
        re.compile(r"\bstd::(mt19937(_64)?|minstd_rand0?|default_random_engine|ranlux\w+|knuth_b)\b"),
        CORE_AND_SIM, "use the project's own generator: its stream is part of the trace"),
    Ban("distribution",
        re.compile(r"\bstd::(\w+_distribution|shuffle|sample)\b"),
        CORE_AND_SIM, "standard distributions differ between libraries; use the generator's own draws"),
    Ban("sleep",
        re.compile(r"\b(sleep_for|sleep_until|usleep|nanosleep)\s*\(|(?<![\w.:>])sleep\s*\("),
        OURS, "set a timer (port in the server, steady_timer in an adapter); nobody blocks a thread"),
    Ban("shared-from-this",
        re.compile(r"\b(enable_)?shared_from_this\b"),
        OURS, "a coroutine owns its session; a registry maps an id to a handle"),
    Ban("mutex",
        re.compile(r"\bstd::((recursive_|shared_)?(timed_)?mutex|condition_variable(_any)?|counting_semaphore)\b"),
        SERVER, "threads meet only in the bounded queues; another mutex needs a decision record",
        (Exempt(r"server/runtime/[a-z_]*(queue|inbox|mailbox)[a-z_]*\.(h|cpp)", "the bounded queues"),
         Exempt(r"server/store/journal_writer\.(h|cpp)", "the journal thread's bounded queue"),
         Exempt(r"server/store/fault_(file|vfs)\.(h|cpp)", "a disk that several connections of a test share"),
         Exempt(r"server/net/routes/chronicle\.(h|cpp)", "who did what: server/adr/0009"))),
    Ban("detach", re.compile(r"(\.|->)detach\s*\(\s*\)"),
        OURS, "own the thread and join it (std::jthread as a member)"),
    Ban("singleton",
        re.compile(r"\bstatic\s+[\w:<>]+\s*&\s*(instance|get_instance|getInstance|singleton)\s*\("),
        OURS, "make it in the composition root and pass it to the constructor"),
    Ban("unchecked-c", re.compile(r"(?<![\w.>])(std::)?(ato[ifl]|atoll|sscanf|sprintf|strcpy|strcat|gets)\s*\("),
        OURS, "use std::from_chars, fmt or std::string: these neither check nor report"),
    Ban("wire-in-core", re.compile(r"\bgoldenfour::(v1|journal)::"),
        CORE_AND_SIM, "wire and stored types stop at the codec and at the record"),
    Ban("log-in-core", re.compile(r"\bspdlog::|\bstd::(cout|cerr|clog|printf)\b|(?<![\w.:>])f?printf\s*\("),
        CORE_AND_SIM, "return facts; who runs the core logs"),
)

UNORDERED = re.compile(r"\b(unordered_(?:multi)?(?:map|set)|flat_hash_(?:map|set)|node_hash_(?:map|set))\s*<")
UNORDERED_ROOMS = re.compile(r"server/(registry|dispatch|sim)/.*")
CO = re.compile(r"\bco_(await|return|yield)\b")
NO_COROUTINE_REFERENCE: tuple[Exempt, ...] = ()


def _check_bans(file: File) -> list[Finding]:
    found = []
    for ban in BANS:
        if not re.fullmatch(ban.where, file.path) or any(e.covers(file.path) for e in ban.exempt):
            continue
        for match in ban.pattern.finditer(file.code):
            found.append(Finding(file.path, file.line_at(match.start()), ban.rule,
                                 f"{match.group(0).strip()}: {ban.instead}"))
    return found


def _unordered_names(files: list[File]) -> set[str]:
    """Names declared with an unordered container anywhere in the core and the simulator."""
    names = set()
    for file in files:
        for match in UNORDERED.finditer(file.code):
            depth, at = 1, match.end()
            while at < len(file.code) and depth:
                depth += {"<": 1, ">": -1}.get(file.code[at], 0)
                at += 1
            declared = re.match(r"\s*&?\s*([A-Za-z_]\w*)", file.code[at:])
            if declared:
                names.add(declared[1])
    return names


def _check_unordered(files: list[File]) -> list[Finding]:
    names = _unordered_names(files)
    if not names:
        return []
    name = "|".join(sorted(map(re.escape, names)))
    loop = re.compile(rf"\bfor\s*\([^;(){{}}]*:\s*[\w.:>-]*?\b({name})\s*\)|\b({name})\s*(\.|->)\s*c?begin\s*\(")
    return [
        Finding(file.path, file.line_at(match.start()), "unordered",
                f"iteration over the unordered {match[1] or match[2]}: its order is not reproducible; "
                "use std::map or a sorted vector")
        for file in files for match in loop.finditer(file.code)
    ]


def _check_coroutines(file: File) -> list[Finding]:
    found = []
    for item in lambdas(file.code):
        if item.capture and CO.search(item.own_body):
            found.append(Finding(file.path, file.line_at(item.start), "lambda-coroutine",
                                 f"a coroutine lambda captures [{item.capture}], which dies before its frame: "
                                 "make it a function with value parameters"))
    for start, parameters in parameter_lists(file.code, r"\bawaitable\s*<"):
        if "&" in parameters and not any(e.covers(file.path) for e in NO_COROUTINE_REFERENCE):
            found.append(Finding(file.path, file.line_at(start), "coroutine-reference",
                                 f"({' '.join(parameters.split())}): a coroutine's parameters are values or "
                                 "pointers whose owner the contract names"))
    return found


def check(tree: Tree) -> list[Finding]:
    found = []
    for file in tree.cpp():
        found += _check_bans(file) + _check_coroutines(file)
    ordered = [file for file in tree.cpp() if UNORDERED_ROOMS.fullmatch(file.path)]
    return found + _check_unordered(ordered)


RULES = (*(ban.rule for ban in BANS), "unordered", "lambda-coroutine", "coroutine-reference")
