#!/usr/bin/env python3
"""The verdict of tests/run must not be kinder than the truth."""

import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import summary  # noqa: E402  (found only after the line above)

PASSED = '<testcase name="a" time="0.1" status="run"><system-out>{}</system-out></testcase>'
RAN = "[==========] 3 tests from 1 test suite ran. (0 ms total)\n"


def judge(*tests: str, ctest_status: int = 0) -> tuple[int, str]:
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as output:
        report = Path(folder, "tests.xml")
        report.write_text(f"<testsuite>{''.join(tests)}</testsuite>", encoding="utf-8")
        return summary.judge(report, ctest_status), output.getvalue().splitlines()[-1]


class Verdict(unittest.TestCase):
    def test_all_passed(self):
        self.assertEqual((0, "2 passed, 0 failed, 0 skipped"), judge(PASSED.format(RAN), PASSED.format("")))

    def test_failures_of_every_kind(self):
        for name, tests in {
            "failed": ('<testcase name="a" time="1" status="fail"><failure message="x"/></testcase>',),
            "not started": ('<testcase name="a" time="0" status="notrun"><skipped message="x"/></testcase>',),
            "disabled": ('<testcase name="a" time="0" status="disabled"/>',),
            "case skipped": (PASSED.format(RAN + "[  SKIPPED ] 1 test, listed below:\n"),),
            "case disabled": (PASSED.format(RAN + "  YOU HAVE 1 DISABLED TEST\n"),),
            "no test": (),
        }.items():
            with self.subTest(name):
                self.assertEqual(1, judge(*tests)[0])
                self.assertNotEqual("1 passed, 0 failed, 0 skipped", judge(*tests)[1])

    def test_ctest_itself_failed(self):
        self.assertEqual(1, judge(PASSED.format(RAN), ctest_status=8)[0])

    def test_no_report(self):
        with contextlib.redirect_stdout(io.StringIO()):
            self.assertEqual(1, summary.judge(Path("no such file"), 0))


if __name__ == "__main__":
    unittest.main()
