"""A brace-aware reading of C++: where functions and lambdas begin and end. No compiler: it works on
text whose comments and literals are blanked (source.strip_literals), and errs towards silence."""

import re
from dataclasses import dataclass

from source import strip_directives

_PAIRS = {"{": "}", "(": ")", "[": "]"}
_CONTAINER = re.compile(r"^\s*(?:inline\s+)?(?:namespace\b|extern\s*\"|export\s*$)")
_CLASS = re.compile(r"\b(?:class|struct|union)\b")
_LAMBDA_TAIL = re.compile(
    r"\s*(?:<[^<>{}]*>)?\s*(?P<parameters>\()?")


@dataclass(frozen=True)
class Function:
    name: str
    start: int  # offset of the first character of its head
    end: int  # offset of its closing brace


@dataclass(frozen=True)
class Lambda:
    start: int
    capture: str
    own_body: str  # without the bodies of lambdas inside it


def matching(code: str, at: int) -> int:
    """Offset of the bracket that closes the one at `at`; the end of the text if none does."""
    opening, closing = code[at], _PAIRS[code[at]]
    depth = 0
    for match in re.compile(re.escape(opening) + "|" + re.escape(closing)).finditer(code, at):
        depth += 1 if match.group(0) == opening else -1
        if depth == 0:
            return match.start()
    return len(code)


def _is_class(head: str) -> bool:
    return bool(_CLASS.search(re.sub(r"template\s*<.*?>", "", head, flags=re.DOTALL))) and not re.search(
        r"\w\s*\(", re.sub(r"\b(alignas|__attribute__|requires)\s*\(", "", head))


def _name_of(head: str) -> str:
    named = re.search(r"([~\w:]+|operator\s*\S+?)\s*\($", head[: head.index("(") + 1])
    return named[1] if named else head.split("(")[0].strip()[-40:]


def functions(code: str) -> list[Function]:
    """Functions defined at namespace or class level; what lies inside a function belongs to it."""
    found: list[Function] = []
    _scan(strip_directives(code), 0, len(code), found)
    return found


def _scan(code: str, at: int, end: int, found: list[Function]) -> None:
    head_start = at
    while at < end:
        char = code[at]
        if char == "(":
            at = matching(code, at)
        elif char in ";}":
            head_start = at + 1
        elif char == ":" and re.search(r"\b(public|private|protected)\s*$", code[head_start:at]):
            head_start = at + 1
        elif char == "{":
            close = matching(code, at)
            head = code[head_start:at]
            if _CONTAINER.match(head) or _is_class(head):
                _scan(code, at + 1, close, found)
            elif "(" in head and not head.rstrip().endswith("=") and not re.search(r"\benum\b", head):
                if re.match(r"\s*[,{]", code[close + 1 :]):  # a member initializer: the head goes on
                    at = close + 1
                    continue
                first = head_start + len(head) - len(head.lstrip())
                found.append(Function(_name_of(head), first, close))
            at = close
            head_start = close + 1
        at += 1


def lambdas(code: str) -> list[Lambda]:
    """Every lambda expression of the text, also those inside lambdas."""
    spans = []
    for match in re.finditer(r"(?<![\w\])\[])\s*\[(?!\[)", code):
        opening = match.end() - 1
        closing = matching(code, opening)
        body = _lambda_body(code, closing + 1)
        before = code[:opening].rstrip()
        if body is not None and not before.endswith(("delete", "operator")):
            spans.append((opening, closing, body, matching(code, body)))
    found = []
    for opening, closing, body, end in spans:
        inside = code[body : end + 1]
        for _, _, inner, inner_end in reversed(spans):
            if body < inner and inner_end < end:
                inside = inside[: inner - body] + " " * (inner_end - inner) + inside[inner_end - body :]
        found.append(Lambda(opening, code[opening + 1 : closing].strip(), inside))
    return found


def _lambda_body(code: str, at: int) -> int | None:
    """Offset of the brace that opens the lambda's body, if what follows the capture is a lambda."""
    tail = _LAMBDA_TAIL.match(code, at)
    at = tail.end()
    if tail["parameters"]:
        at = matching(code, at - 1) + 1
    rest = re.compile(r"[^;{}()]*?(?:noexcept\s*(?:\([^()]*\))?[^;{}()]*?)?\{").match(code, at)
    if not rest or (not tail["parameters"] and rest.group(0).strip() != "{"):
        return None
    return rest.end() - 1


def parameter_lists(code: str, return_type: str) -> list[tuple[int, str]]:
    """(offset, parameters) of each function declared with a return type that begins like this."""
    found = []
    for match in re.finditer(return_type, code):
        depth, at = 1, match.end()
        while at < len(code) and depth:
            depth += {"<": 1, ">": -1}.get(code[at], 0)
            at += 1
        named = re.compile(r"\s+[\w:~]+\s*\(").match(code, at)
        if named:
            opening = named.end() - 1
            found.append((match.start(), code[opening + 1 : matching(code, opening)]))
    return found
