"""Reads the tree: one File per text file, with C++ comments and literals blanked out."""

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

CPP = (".h", ".cpp")
DATA = (".csv", ".tsv", ".geojson", ".cap", ".atom", ".pbf", ".png", ".svg", ".bin", ".lock")

# Comments, raw strings, strings and characters, in this order; digit separators are no characters.
_LITERAL = re.compile(
    r"""//[^\n]*(?:\\\n[^\n]*)*
      | /\*.*?\*/
      | R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"
      | "(?:[^"\\\n]|\\.)*"
      | (?<![0-9A-Fa-f])'(?:[^'\\\n]|\\.)*'""",
    re.DOTALL | re.VERBOSE,
)
_DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)


def _blank(match: re.Match) -> str:
    text = match.group(0)
    if text.startswith(("//", "/*")):
        return re.sub(r"[^\n]", " ", text)
    return '"' + re.sub(r"[^\n]", " ", text[1:-1]) + '"'


def strip_literals(text: str) -> str:
    """C++ text of the same length and lines, with comments and the insides of literals blanked."""
    return _LITERAL.sub(_blank, text)


def strip_directives(text: str) -> str:
    return _DIRECTIVE.sub(lambda match: re.sub(r"[^\n]", " ", match.group(0)), text)


@dataclass
class File:
    path: str  # relative to the root, with slashes
    text: str
    code: str = field(init=False)  # C++ only: literals and comments blanked

    def __post_init__(self) -> None:
        self.code = strip_literals(self.text) if self.is_cpp else self.text

    @property
    def is_cpp(self) -> bool:
        return self.path.endswith(CPP)

    @property
    def is_data(self) -> bool:
        return self.path.endswith(DATA)

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    def line_at(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1


@dataclass(frozen=True, order=True)
class Finding:
    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: [{self.rule}] {self.message}"


@dataclass(frozen=True)
class Exempt:
    """One entry of an allow-list: where a rule does not hold, and why."""

    pattern: str  # a regular expression on the whole path
    reason: str

    def covers(self, path: str) -> bool:
        return re.fullmatch(self.pattern, path) is not None


class Tree:
    """All text files of the project: what git tracks or would add; without git, every file."""

    def __init__(self, root: Path):
        self.root = root
        self.paths = sorted(self._list())
        self.files = [file for file in map(self._read, self.paths) if file is not None]

    def _list(self) -> list[str]:
        command = ["git", "-C", str(self.root), "ls-files", "-z", "-co", "--exclude-standard"]
        if (self.root / ".git").exists():
            names = subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\0")
            return [name for name in set(names) if name and (self.root / name).is_file()]
        return [
            path.relative_to(self.root).as_posix()
            for path in self.root.rglob("*")
            if path.is_file() and not path.relative_to(self.root).parts[0] == "build"
        ]

    def _read(self, path: str) -> File | None:
        try:
            return File(path, (self.root / path).read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            return None

    def cpp(self) -> list[File]:
        return [file for file in self.files if file.is_cpp]

    def exists(self, path: str) -> bool:
        return (self.root / path).exists()
