"""Rules about the tree: what lies at the top, which folder explains itself, which words stay out."""

import re
from pathlib import PurePosixPath

from source import Exempt, File, Finding, Tree

TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "README.md", "CONTRIBUTING.md", "CHANGELOG.md",
             "LICENSE", "proto", "server", "geo", "clients", "deploy", "tests"}
SOURCE = (".h", ".cpp", ".proto", ".py", ".ts", ".tsx", ".sh")
README_LINES = range(15, 81)
README_EXEMPT = (
    Exempt(r"proto/goldenfour(/.*)?", "proto/README.md explains both packages and their rules"),
    Exempt(r"clients/[^/]+/(src|public|test)(/.*)?", "the client's own README.md explains it"),
)
# The program and its self-test must spell the words they look for.
WORDS_EXEMPT = (Exempt(r"tests/tidy/(tree_rules|selftest)\.py", "names the words to find them"),)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
ELSEWHERE = (
    (re.compile(r"(?<![\w.$}*-])/(home|Users|work|root|mnt)/\w"), "a path of one machine"),
    (re.compile(r"\bshared/(?:data|hooks)\b"), "a folder outside the repository"),
    (re.compile(r"\b[Ii]ssue\s+#?\d+|\(#\d+\)|\bGH-\d+"), "a tracker's number: say what it is about"),
)
FENCE = re.compile(r"^```(?P<language>\w*)[^\n]*\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)
COMMANDS = ("sh", "bash", "console", "shell")
REPOSITORY_PATH = re.compile(r"(?<![\w./~$-])(?:\./)?((?:proto|server|geo|clients|deploy|tests|\.ci)/[\w./-]*\w)")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)(?P<path>[^)#\s]+)(?:#[^)]*)?\)")


def _top_level(tree: Tree) -> list[Finding]:
    tops = sorted({path.split("/")[0] for path in tree.paths})
    return [Finding(top, 1, "top-level", "the top of the repository holds only what a newcomer needs first")
            for top in tops if top not in TOP_LEVEL and not top.startswith(".")]


def _readmes(tree: Tree) -> list[Finding]:
    folders = {file.folder for file in tree.files if file.path.endswith(SOURCE) and file.folder}
    texts = {file.path: file for file in tree.files}
    found = []
    for folder in sorted(folders):
        if any(entry.covers(folder) for entry in README_EXEMPT):
            continue
        if f"{folder}/README.md" not in texts:
            found.append(Finding(f"{folder}/README.md", 1, "readme-missing",
                                 "say what lives here, what must not be known here, where to start reading"))
    for path, file in texts.items():
        lines = len(file.text.splitlines())
        if path.endswith("/README.md") and lines not in README_LINES:
            found.append(Finding(path, lines, "readme-size",
                                 f"{lines} lines; {README_LINES.start} to {README_LINES.stop - 1} is a README"))
    return found


def _words(file: File) -> list[Finding]:
    if file.is_data or any(entry.covers(file.path) for entry in WORDS_EXEMPT):
        return []
    found = [Finding(file.path, file.line_at(match.start()), "unfinished",
                     f"{match.group(0)}: finish it, or write the limit down where users read it")
             for match in UNFINISHED.finditer(file.text)]
    for pattern, what in ELSEWHERE:
        found += [Finding(file.path, file.line_at(match.start()), "elsewhere", f"{match.group(0)}: {what}")
                  for match in pattern.finditer(file.text)]
    return found


def _document(tree: Tree, file: File) -> list[Finding]:
    found = []
    for fence in FENCE.finditer(file.text):
        if fence["language"] not in COMMANDS:
            continue
        for match in REPOSITORY_PATH.finditer(fence["body"]):
            if not tree.exists(match[1]):
                line = file.line_at(fence.start("body") + match.start())
                found.append(Finding(file.path, line, "readme-command", f"{match[1]} does not exist"))
    for match in LINK.finditer(file.text):
        target = PurePosixPath(file.folder) / match["path"]
        if not tree.exists(str(target)):
            found.append(Finding(file.path, file.line_at(match.start()), "readme-link",
                                 f"{match['path']} does not exist"))
    return found


def check(tree: Tree) -> list[Finding]:
    found = _top_level(tree) + _readmes(tree)
    for file in tree.files:
        found += _words(file)
        if file.path.endswith(".md"):
            found += _document(tree, file)
    return found


RULES = ("top-level", "readme-missing", "readme-size", "unfinished", "elsewhere", "readme-command",
         "readme-link")
