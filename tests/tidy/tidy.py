#!/usr/bin/env python3
"""Checks the house rules that a compiler cannot see: tidy.py [--root <dir>].

Prints one line per finding, `path:line: [rule] what is wrong and what to do instead`, and exits
with 1 if there is any. Where a rule has exceptions, they stand in its module with their reasons.
"""

import argparse
import sys
import time
from pathlib import Path

import call_rules
import include_rules
import size_rules
import tree_rules
from source import Finding, Tree

MODULES = (include_rules, call_rules, size_rules, tree_rules)
RULES = tuple(rule for module in MODULES for rule in module.RULES)


def check(root: Path) -> tuple[Tree, list[Finding]]:
    tree = Tree(root)
    return tree, sorted({finding for module in MODULES for finding in module.check(tree)})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    begun = time.monotonic()
    tree, findings = check(parser.parse_args().root.resolve())
    for finding in findings:
        print(finding)
    print(f"tidy: {len(tree.files)} files ({len(tree.cpp())} C++), {len(RULES)} rules, "
          f"{len(findings)} findings, {time.monotonic() - begun:.2f} s")
    return 0 if tree.cpp() and not findings else 1


if __name__ == "__main__":
    sys.exit(main())
