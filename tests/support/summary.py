#!/usr/bin/env python3
"""Prints the durations and the verdict of one ctest run: summary.py <junit file> <ctest's exit code>.

The verdict is stricter than ctest's: a test that was skipped, disabled or never started, a case
skipped or disabled inside a GoogleTest program, and a run without tests are failures.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

GTEST_RAN = re.compile(r"^\[==========\] (\d+) tests? from .* ran\.", re.MULTILINE)
GTEST_SKIPPED = re.compile(r"^\[  SKIPPED \] (\d+) tests?", re.MULTILINE)
GTEST_DISABLED = re.compile(r"YOU HAVE (\d+) DISABLED TEST")


def count(pattern: re.Pattern, text: str) -> int:
    return sum(int(found) for found in pattern.findall(text))


def verdict_of(test: ElementTree.Element) -> str:
    """One of "passed", "failed", "skipped", from ctest's record of one test."""
    if test.find("failure") is not None or test.get("status") == "fail":
        return "failed"
    return "passed" if test.get("status") == "run" and test.find("skipped") is None else "skipped"


def summarise(tests: list[ElementTree.Element]) -> dict[str, int]:
    total = {"passed": 0, "failed": 0, "skipped": 0, "cases": 0, "idle cases": 0}
    for test in sorted(tests, key=lambda test: -float(test.get("time", "0"))):
        output = test.findtext("system-out") or ""
        cases = count(GTEST_RAN, output)
        idle = count(GTEST_SKIPPED, output) + count(GTEST_DISABLED, output)
        verdict = verdict_of(test)
        total[verdict] += 1
        total["cases"] += cases
        total["idle cases"] += idle
        notes = (f"  {cases} cases" if cases else "") + (f"  {idle} SKIPPED OR DISABLED" if idle else "")
        print(f"{float(test.get('time', '0')):8.2f} s  {verdict:7}  {test.get('name')}{notes}")
    return total


def judge(report: Path, ctest_status: int) -> int:
    tests = list(ElementTree.parse(report).getroot().iter("testcase")) if report.exists() else []
    total = summarise(tests)
    if not tests:
        print("no test ran: that is a failure")
    if total["idle cases"]:
        print(f"{total['idle cases']} cases skipped or disabled inside their programs: that is a failure")
    print(f"{total['cases']} GoogleTest cases in {len(tests)} tests")
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped'] + total['idle cases']} skipped")
    clean = tests and total["passed"] == len(tests) and not total["idle cases"] and ctest_status == 0
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(judge(Path(sys.argv[1]), int(sys.argv[2])))
