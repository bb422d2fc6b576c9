"""Budgets: what a reader can hold in the head at once."""

from cpp_scan import functions
from source import Exempt, File, Finding, Tree

FUNCTION_LINES = 70
FILE_LINES = 400
HEADER_LINES = 200
TEST_FILE_LINES = 600
CODE = (".h", ".cpp", ".proto", ".py", ".ts", ".tsx", ".js", ".sh", ".cmake")

EXEMPT: tuple[Exempt, ...] = ()


def _is_script(file: File) -> bool:
    return file.text.startswith("#!")


def _file_budget(file: File) -> int:
    if file.path.startswith("tests/"):
        return TEST_FILE_LINES
    return HEADER_LINES if file.path.endswith(".h") else FILE_LINES


def _check_file(file: File) -> list[Finding]:
    lines = len(file.text.splitlines())
    budget = _file_budget(file)
    if lines <= budget:
        return []
    return [Finding(file.path, budget, "file-size", f"{lines} lines, budget {budget}: is it still one idea?")]


def _check_functions(file: File) -> list[Finding]:
    found = []
    for function in functions(file.code):
        start, end = file.line_at(function.start), file.line_at(function.end)
        if end - start + 1 > FUNCTION_LINES:
            found.append(Finding(file.path, start, "function-size",
                                 f"{function.name}: {end - start + 1} lines, budget {FUNCTION_LINES}"))
    return found


def check(tree: Tree) -> list[Finding]:
    found = []
    for file in tree.files:
        if any(entry.covers(file.path) for entry in EXEMPT):
            continue
        if file.path.endswith(CODE) or _is_script(file):
            found += _check_file(file)
        if file.is_cpp and not file.path.startswith("tests/"):
            found += _check_functions(file)
    return found


RULES = ("file-size", "function-size")
