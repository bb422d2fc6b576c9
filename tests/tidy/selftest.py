#!/usr/bin/env python3
"""Proves that the tidy test bites: plants each violation in a small clean tree and expects its
finding, expects silence on lawful look-alikes, and fails if a rule has no planted violation."""

import tempfile
import unittest
from pathlib import Path

import cpp_scan
import tidy
from source import strip_literals

README = "A folder.\n" * 20
HEADER = "#pragma once\n"
CLEAN = {
    "README.md": README,
    "geo/README.md": README,
    "geo/position.h": HEADER + "#include <vector>\n#include \"s2/s2cell_id.h\"\n#include <tl/expected.hpp>\n",
    "server/README.md": README,
    "server/main.cpp": "#include \"server/app/app.h\"\nint main() { return 0; }\n",
    **{f"server/{room}/README.md": README
       for room in ("registry", "dispatch", "ports", "sim", "runtime", "store", "notify", "net", "app")},
    "proto/README.md": README,
    "proto/goldenfour/v1/alert.proto": "syntax = \"proto3\";\n",
    "clients/cli/README.md": README,
    "tests/unit/README.md": README,
    "tests/unit/geo_position_test.cpp": "#include \"goldenfour/journal/v1/record.pb.h\"\n",
}
LONG_FUNCTION = "int f(int a)\n{\n" + "  a += 1;\n" * 70 + "  return a;\n}\n"

# (rule, path, text): each must be found in that file, or at that path if it is missing.
PLANTED = [
    ("include-root", "geo/a.cpp", '#include "position.h"\n'),
    ("include-room", "geo/a.cpp", '#include "server/dispatch/types.h"\n'),
    ("include-room", "server/registry/a.cpp", '#include "server/dispatch/types.h"\n'),
    ("include-room", "server/dispatch/a.cpp", '#include "server/ports/clock.h"\n'),
    ("include-room", "server/sim/a.cpp", '#include "server/store/journal.h"\n'),
    ("include-room", "server/net/a.cpp", '#include "server/sim/world.h"\n'),
    ("include-room", "server/store/a.cpp", '#include "server/net/codec.h"\n'),
    ("include-room", "server/runtime/a.cpp", '#include "server/app/config.h"\n'),
    ("include-room", "clients/cli/a.cpp", '#include "server/store/journal.h"\n'),
    ("include-room", "server/main.cpp", '#include "tests/support/tree.h"\n'),
    ("include-pure", "geo/a.cpp", "#include <random>\n"),
    ("include-pure", "geo/a.cpp", "#include <mutex>\n"),
    ("include-pure", "server/dispatch/a.cpp", "#include <boost/asio/steady_timer.hpp>\n"),
    ("include-pure", "server/dispatch/a.cpp", "#include <spdlog/spdlog.h>\n"),
    ("include-pure", "server/registry/a.cpp", "#include <boost/json.hpp>\n"),
    ("include-pure", "server/registry/a.cpp", "#include <sqlite3.h>\n"),
    ("include-pure", "server/dispatch/a.cpp", '#include "absl/container/flat_hash_map.h"\n'),
    ("include-pure", "server/ports/a.h", HEADER + "#include <google/protobuf/message.h>\n"),
    ("include-pure", "server/sim/a.cpp", "#  include <random>\n"),
    ("include-wire", "server/dispatch/a.cpp", '#include "goldenfour/v1/alert.pb.h"\n'),
    ("include-wire", "server/app/a.cpp", '#include "goldenfour/v1/alert.pb.h"\n'),
    ("include-wire", "server/store/journal.cpp", '#include "goldenfour/journal/v1/record.pb.h"\n'),
    ("pragma-once", "geo/a.h", "#include <vector>\n"),
    ("clock", "server/dispatch/a.cpp", "auto t = std::chrono::system_clock::now();\n"),
    ("clock", "server/net/a.cpp", "auto t = std::chrono::steady_clock::now();\n"),
    ("clock", "server/store/a.cpp", "clock_gettime(CLOCK_BOOTTIME, &ts);\n"),
    ("clock", "server/notify/a.cpp", "auto t = time(nullptr);\n"),
    ("random", "server/net/a.cpp", "std::random_device device;\n"),
    ("random", "tests/unit/a_test.cpp", "int x = std::rand();\n"),
    ("random-engine", "server/sim/a.cpp", "std::mt19937_64 engine(1);\n"),
    ("distribution", "server/sim/a.cpp", "std::uniform_real_distribution<double> d;\n"),
    ("sleep", "server/runtime/a.cpp", "std::this_thread::sleep_for(1s);\n"),
    ("sleep", "clients/cli/a.cpp", "usleep(5);\n"),
    ("shared-from-this", "server/net/a.h", HEADER + "class A : std::enable_shared_from_this<A> {};\n"),
    ("mutex", "server/net/a.h", HEADER + "struct A { std::mutex mutex; };\n"),
    ("detach", "server/net/a.cpp", "void f() { thread.detach(); }\n"),
    ("singleton", "server/net/a.h", HEADER + "struct A { static A& instance(); };\n"),
    ("unchecked-c", "server/net/a.cpp", "int x = atoi(text);\n"),
    ("wire-in-core", "server/dispatch/a.cpp", "void f(goldenfour::v1::Alert);\n"),
    ("log-in-core", "server/registry/a.cpp", 'void f() { std::cout << "x"; }\n'),
    ("unordered", "server/dispatch/a.cpp",
     "std::unordered_map<int, std::pair<int, int>> seen_;\nvoid f() { for (auto& [k, v] : seen_) g(k); }\n"),
    ("unordered", "server/registry/a.cpp",
     "std::unordered_set<int> seen_;\nauto f() { return this->seen_.begin(); }\n"),
    ("lambda-coroutine", "server/net/a.cpp",
     "void f() { spawn([this, x = g(1)]() -> awaitable<void> { co_await h(); }); }\n"),
    ("lambda-coroutine", "server/net/a.cpp", "auto f = [&] { co_return; };\n"),
    ("coroutine-reference", "server/net/a.h", HEADER + "awaitable<Result<int>> f(const std::string& x);\n"),
    ("file-size", "geo/a.h", HEADER + "int x;\n" * 200),
    ("file-size", "geo/a.cpp", "int x;\n" * 401),
    ("file-size", "tests/unit/a_test.cpp", "int x;\n" * 601),
    ("file-size", "deploy/long", "#!/usr/bin/env bash\n" + "true\n" * 400),
    ("function-size", "geo/a.cpp", "namespace a {\n" + LONG_FUNCTION + "}\n"),
    ("function-size", "geo/a.cpp",
     "class A {\n public:\n  A() : a_{1}, b_{2} {\n" + "    f();\n" * 70 + "  }\n  int a_;\n};\n"),
    ("top-level", "notes.txt", "x\n"),
    ("readme-missing", "server/extra/README.md", None),
    ("readme-size", "geo/README.md", "Short.\n"),
    ("readme-size", "geo/README.md", "Long.\n" * 81),
    ("unfinished", "geo/a.cpp", "int x;  // " + "TODO: think\n"),
    ("unfinished", "README.md", README + "FIXME\n"),
    ("elsewhere", "README.md", README + "See /home/someone/notes.\n"),
    ("elsewhere", "deploy/a.conf", "path = /work/x\n"),
    ("elsewhere", "README.md", README + "Copied from shared/data.\n"),
    ("elsewhere", "CHANGELOG.md", "Repairs issue #12.\n"),
    ("readme-command", "README.md", README + "```sh\n./deploy/nothing --check\n```\n"),
    ("readme-link", "README.md", README + "[here](deploy/nothing.md)\n"),
]

# (path, text): lawful, though they look alike.
LAWFUL = [
    ("geo/a.cpp", '#include "geo/position.h"\n#include "absl/container/flat_hash_map.h"\n#include <chrono>\n'),
    ("server/dispatch/a.cpp", "// never system_clock::now(), never std::rand()\nconst char* kText = \"std::mutex\";\n"),
    ("server/dispatch/a.cpp", "std::unordered_map<int, int> seen_;\nbool f() { return seen_.find(1) == seen_.end(); }\n"),
    ("server/dispatch/a.cpp", "Seconds travel_time(Meters m);\nauto x = travel_time(m);\nauto y = fact.time(0);\n"),
    ("server/runtime/system_clock.cpp", "auto t = std::chrono::system_clock::now();\n"),
    ("server/net/codec_json.cpp", '#include "goldenfour/v1/alert.pb.h"\n'),
    ("server/store/record.cpp", '#include "goldenfour/journal/v1/record.pb.h"\n'),
    ("server/app/app.cpp", '#include "server/net/listener.h"\n#include "server/sim/city.h"\n'),
    ("server/net/a.cpp", "void f() { spawn([] -> awaitable<void> { co_await h(); }); }\n"),
    ("server/net/a.cpp", "awaitable<void> f() { auto g = [x] { return x; }; co_await h(g, rows[1], map[{1}]); }\n"),
    ("server/net/a.cpp", "[[nodiscard]] awaitable<int> f(std::string text, Session* session);\n"),
    ("server/dispatch/a.cpp", "const Row kRows[] = {\n" + "  {1, \"a(b)\"},\n" * 90 + "};\n"),
    ("server/dispatch/a.cpp", "int big = 1'000'000;\nint f() { return big; }\n" * 30),
    ("tests/unit/a_test.cpp", "TEST(A, b) {\n" + "  f();\n" * 90 + "}\n"),
    ("README.md", README + "```sh\ntests/unit/README.md geo/\n```\n```text\ndeploy/nothing\n```\n[x](geo/README.md#a)\n"),
    ("deploy/a.sh", "#!/bin/sh\nmktemp /tmp/a.XXXXXX\n# server/workshop/x\n"),
]


def findings_with(extra: dict[str, str | None]) -> list[tidy.Finding]:
    with tempfile.TemporaryDirectory() as root:
        for path, text in {**CLEAN, **extra}.items():
            if text is not None:
                target = Path(root, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
        return tidy.check(Path(root))[1]


class TidyBites(unittest.TestCase):
    def test_clean_tree_is_clean(self):
        self.assertEqual([], [str(finding) for finding in findings_with({})])

    def test_each_planted_violation_is_found(self):
        for rule, path, text in PLANTED:
            extra = {path: text}
            if rule == "readme-missing":
                extra = {"server/extra/code.cpp": "int x;\n"}
            elif not path.endswith(".md") and "/" in path:
                extra.setdefault(path.rpartition("/")[0] + "/README.md", README)
            with self.subTest(rule=rule, path=path, text=(text or "")[:60]):
                self.assertEqual({(rule, path)}, {(f.rule, f.path) for f in findings_with(extra)})

    def test_each_rule_has_a_planted_violation(self):
        self.assertEqual(set(tidy.RULES), {rule for rule, _, _ in PLANTED})

    def test_lawful_look_alikes_are_left_alone(self):
        for path, text in LAWFUL:
            extra = {path: text}
            if not path.endswith(".md"):
                extra.setdefault(path.rpartition("/")[0] + "/README.md", README)
            with self.subTest(path=path, text=text[:60]):
                self.assertEqual([], [str(finding) for finding in findings_with(extra)])


class ScannerReadsCpp(unittest.TestCase):
    def lines(self, code: str) -> dict[str, int]:
        code = strip_literals(code)
        return {f.name: code.count("\n", f.start, f.end) + 1 for f in cpp_scan.functions(code)}

    def test_functions_and_their_lengths(self):
        self.assertEqual({"f": 1, "A::~A": 3, "operator==": 1, "A": 2, "g": 2}, self.lines(
            "namespace x { void f() {} }\n"
            "A::~A() {\n  if (x) { y(); }\n}\n"
            "bool operator==(const A& a, const A& b) { return true; }\n"
            "class B final : public C {\n public:\n  explicit A(int x = {}) : a_{x},\n    b_(x) { h(); }\n};\n"
            "template <class T>\nauto g(T t) -> decltype(t) { return [&] { return 1; }(); }\n"
            "enum class E { kA, kB };\nconstexpr int kTable[] = {f(1), f(2)};\n"
            "#define M(x) { x\n"))

    def test_literals_are_blanked_and_lines_kept(self):
        text = 'int a = 1\'000; // "{"\nauto b = R"x({"a"\n})x"; char c = \'{\'; auto d = "\\"{";\n'
        code = strip_literals(text)
        self.assertEqual((len(text), text.count("\n")), (len(code), code.count("\n")))
        self.assertNotIn("{", code)


if __name__ == "__main__":
    unittest.main()
