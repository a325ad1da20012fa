#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds files to the house rules: length, names, first line, no leftovers, no
secrets, no binaries, nothing that never runs. Prints `file:line: what: what to
do`; `--notes` also lists what is longer than the style asks for."""

import os.path
import re
import sys

import tree as trees

CODE = (".h", ".cc", ".py", ".cmake", ".sh", ".proto")
FAILS_ABOVE = 600
# What a reviewer asks about: the first rule whose ending fits.
ASKS_ABOVE = (("_test.cc", 400), ("_test.py", 400), (".h", 150), ("", 250))
DOCUMENTS = ((r"ARCHITECTURE\.md", 300), (r"services/[^/]+/README\.md", 15))
MAX_BYTES = 1 << 20

# Files from elsewhere keep their own shape; data has no first line for us.
FOREIGN = ("proto/google/",)

NO_NAME = re.compile(r"(^|[/_.-])(utils?|helpers?|misc|managers?)(?=[/_.-]|$)")
NO_TYPE = re.compile(r"\b(?:class|struct)\s+(\w*(?:Util|Helper|Manager|Misc|"
                     r"Impl)s?)\b")
LEFTOVER = re.compile(r"\b(TO" r"DO|FIX" r"ME|HA" r"CK)\b"
                      r"|\b[Ff]or n" r"ow\b|\bnot (?:yet )?implement" r"ed\b")
# A path of somebody's machine, or a host that packages come from.
OUTSIDE = re.compile(r"(?<![\w$}.~/-])/(?:home|root|Users|work|workspace)/\w"
                     r"|\bregistry\.[\w-]+\.(?:org|com)\b"
                     r"|\bdeb\.debian\.org\b")
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
                    r"[\s\\n\"]*[A-Za-z0-9+/=]{16}")
SPDX = "SPDX-License-Identifier: Apache-2.0"


def is_script(tree, file):
    return "." not in os.path.basename(file) and tree.bytes(
        file).startswith(b"#!")


def is_code(tree, file):
    return (file.endswith(CODE) or os.path.basename(file) == "CMakeLists.txt"
            or is_script(tree, file)) and not file.startswith(FOREIGN)


def asks_above(file):
    return next(n for end, n in ASKS_ABOVE if file.endswith(end))


def check_length(tree, file):
    lines = tree.text(file).count("\n")
    if is_code(tree, file) and lines > FAILS_ABOVE:
        yield (f"{file}:{lines}: longer than {FAILS_ABOVE} lines: one idea a "
               "file, split it")
    for pattern, limit in DOCUMENTS:
        if re.fullmatch(pattern, file) and lines > limit:
            yield f"{file}:{lines}: longer than {limit} lines: shorten it"


def check_first_lines(tree, file):
    head = tree.text(file).split("\n", 2)
    if SPDX not in head[1 if head[0].startswith("#!") else 0]:
        yield f"{file}:1: no licence: begin with the line '{SPDX}'"
    if file.endswith(".h") and "\n#pragma once\n" not in tree.text(file):
        yield f"{file}:1: may be included twice: add #pragma once"
    if head[0].endswith("bash") and "\nset -euo pipefail\n" not in tree.text(
            file):
        yield f"{file}:1: goes on after an error: add 'set -euo pipefail'"


def check_leftovers(tree, file):
    text = tree.text(file)
    for match in LEFTOVER.finditer(text):
        yield (f"{file}:{trees.line_of(text, match.start())}: '{match[0]}': "
               "finish it, or open an issue")


def check_outside(tree, file):
    text = tree.text(file)
    for match in OUTSIDE.finditer(text):
        yield (f"{file}:{trees.line_of(text, match.start())}: '{match[0]}' is "
               "not of this project: make it relative, or an option")
    if os.path.basename(file) == "package-lock.json":
        at = text.find('"resolved"')
        if at >= 0:
            yield (f"{file}:{trees.line_of(text, at)}: names a package host: "
                   "npm install --omit-lockfile-registry-resolved")


def check_names(tree, file):
    if match := NO_NAME.search(file):
        yield (f"{file}:1: '{match[2]}' names nothing: use a noun of the "
               "field")
    if file.endswith((".h", ".cc")):
        code = trees.code_of(tree.text(file))
        for match in NO_TYPE.finditer(code):
            yield (f"{file}:{trees.line_of(code, match.start())}: "
                   f"'{match[1]}' names nothing: say what it is")


def check_content(tree, file):
    content = tree.bytes(file)
    if len(content) > MAX_BYTES:
        yield f"{file}:1: larger than 1 MiB: generate it, or leave it out"
    if b"\0" in content:
        yield f"{file}:1: is binary: keep its source, as text"
    text = tree.text(file)
    if match := SECRET.search(text):
        yield (f"{file}:{trees.line_of(text, match.start())}: a private key: "
               "take it out, and replace the key")


def is_listed(file, listed):
    """Does a CMakeLists.txt above `file` name it, with its ending or without,
    by its path from there (protos: from proto/)?"""
    folder = file
    while folder:
        folder = os.path.dirname(folder)
        lists = listed.get(os.path.join(folder, "CMakeLists.txt"), "")
        start = "proto" if file.startswith("proto/") else folder or "."
        path, ending = os.path.splitext(os.path.relpath(file, start))
        if re.search(rf"(?<![\w/.-]){re.escape(path)}({re.escape(ending)})?"
                     r"(?![\w/.-])", lists):
            return True
    return False


def check_runs(tree, file, listed):
    """What nothing lists is never built and never run."""
    if (file.endswith(("_test.cc", "_test.py", ".proto"))
            and not is_listed(file, listed)):
        yield (f"{file}:1: is in no CMakeLists.txt: register it, or it never "
               "runs")


def notes(tree):
    """What is worth a question, longest first."""
    long = [(tree.text(f).count("\n"), f) for f in tree.files
            if is_code(tree, f)]
    for lines, file in sorted(long, reverse=True):
        if lines > asks_above(file):
            print(f"note: {file}: {lines} lines, asked for are at most "
                  f"{asks_above(file)}")


def check(tree):
    listed = {f: tree.text(f) for f in tree.files
              if os.path.basename(f) == "CMakeLists.txt"}
    for file in tree.files:
        yield from check_content(tree, file)
        if file.startswith(FOREIGN):
            continue
        yield from check_names(tree, file)
        yield from check_outside(tree, file)
        yield from check_length(tree, file)
        if is_code(tree, file):
            yield from check_first_lines(tree, file)
            yield from check_leftovers(tree, file)
            yield from check_runs(tree, file, listed)


if __name__ == "__main__":
    if "--notes" in sys.argv:
        sys.argv.remove("--notes")
        notes(trees.Tree(sys.argv[1] if len(sys.argv) > 1 else trees.HERE))
    trees.run(check)
