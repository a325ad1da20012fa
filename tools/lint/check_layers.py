#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the include lines to "Who may use whom" of ARCHITECTURE.md, and words
that have one home to their home. Prints `file:line: what: what to do`."""

import graphlib
import os.path
import re

import targets
import tree as trees

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+(["<])([^">]+)[">]', re.M)

# Sources that no CMakeLists.txt lists, because they belong to every target.
UNLISTED = ("tools/cmake/",)

OURS = ("common/", "services/", "tools/", "tests/")

# word -> (where it may stand, what to do elsewhere). A folder ends with "/".
# TESTS stands for all that only tests link.
TESTS = "tests/"
ONE_HOME = {
    r"\babsl::Now\(|_clock::now\(|\bclock_gettime\(|\bgettimeofday\(":
        (("common/time/", TESTS), "take the time as an argument"),
    r"\bRAND_bytes\(|\bRAND_priv_bytes\(|\brandom_device\b|\bgetrandom\(":
        (("common/crypto/",), "take a source of randomness as an argument"),
    r"\bgetenv\(":
        (("common/config/", TESTS), "take the setting as an argument"),
    r"\bInsecure\w*Credentials\b|\binsecure_channel\(|\badd_insecure_port\(":
        ((), "every channel and port is mutual TLS"),
    # A literal that is refused while compiling.
    r"\bthrow\b": (("common/observe/literal.h",), "return a Status"),
    r"#\s*include\s*<rocksdb/":
        (("common/storage/", TESTS), "go through storage::Store"),
    r"#\s*include\s*<openssl/":
        (("common/crypto/", "common/base/", "common/pki/", "common/rpc/",
          TESTS), "go through common/crypto"),
}
SLEEP = re.compile(r"\bsleep_for\(|\bsleep_until\(|\bSleepFor\(|\busleep\(")

# Floors that reach nothing outside: no socket, no store.
INNER = ("pure", "domain")
OUTER_HEADERS = re.compile(r"grpc(pp)?/|rocksdb/|.*\.grpc\.pb\.h$")


def is_test(file):
    return file.endswith("_test.cc")


def includes(text):
    for match in INCLUDE.finditer(text):
        yield match[2], trees.line_of(text, match.start(2))


def between_folders(file, there):
    """Why `file` may not include `there`, by their paths alone."""
    here, to = file.split("/"), there.split("/")
    if here[0] == "tests" or is_test(file) and to[0] == "tests":
        return None
    if to[0] == "tests":
        return "tests/ is used by tests only: move it to common/testing"
    if here[0] == "common" and to[0] in ("services", "tools"):
        return f"common/ knows no {to[0]}: move what both need down"
    if here[0] == "services" and to[0] == "tools":
        return "services know no tools: move what both need to common/"
    if here[0] == "tools" and to[0] == "services":
        return "tools know no services: speak the public contract"
    if here[0] == "tools" and to[:2] in (["sijill", "internal"],
                                         ["sijill", "store"]):
        return "tools know the public contract only: use sijill/v1"
    if (here[0] == to[0] == "services" and here[1] != to[1]
            and here[1] != "node"):
        return ("services never include each other: read it from the case or "
                "ask through the contract")
    return None


def between_floors(mine, its, may_use, effects):
    """Why target `mine` may not include a header of target `its`."""
    allowed = may_use.get(mine.layer)
    if allowed is None:
        return f"'{mine.layer}' is no floor of the house: see {targets.TABLE}"
    if its.layer not in allowed:
        return f"{mine.layer} may not use {its.layer}: turn the arrow round"
    if mine.layer != "test" and f"sijill::{its.name}" not in mine.deps:
        return f"{mine.name} does not name it: add sijill::{its.name} to DEPS"
    if mine.layer == its.layer == "effect":
        here, there = (os.path.basename(t.folder) for t in (mine, its))
        if (here in effects and there in effects
                and effects.index(there) > effects.index(here)):
            return f"{there} stands above {here}: turn the arrow round"
    return None


def check_includes(tree, file, by_file, floors):
    mine = by_file.get(file)
    if mine is None:
        if not file.startswith(UNLISTED):
            yield (f"{file}:1: is in no CMakeLists.txt: list it with its "
                   "target, a test's header among SRCS")
        return
    for there, line in includes(trees.code_of(tree.text(file))):
        why = between_folders(file, there)
        if why is None and there.startswith(OURS) and there not in tree.files:
            why = "no such file: add it to git, or mend the line"
        its = by_file.get(there)
        if why is None and its is not None and its is not mine:
            why = between_floors(mine, its, *floors)
        if (why is None and mine.layer in INNER
                and OUTER_HEADERS.match(there)):
            why = f"{mine.layer} reaches nothing outside: pass the value in"
        if why is not None:
            yield f"{file}:{line}: includes {there}: {why}"


def check_words(tree, file, only_tests):
    code = trees.code_of(tree.text(file))
    for pattern, (homes, instead) in ONE_HOME.items():
        if file.startswith(homes) or only_tests and TESTS in homes:
            continue
        for match in re.finditer(pattern, code):
            where = f"its home is {homes[0]}" if homes else "it has no home"
            yield (f"{file}:{trees.line_of(code, match.start())}: "
                   f"{match[0].strip()}: {where}: {instead}")
    if is_test(file):
        for match in SLEEP.finditer(code):
            yield (f"{file}:{trees.line_of(code, match.start())}: {match[0]}: "
                   "tests wait for what happens, never for time to pass")


def check_circles(tree, files):
    """No circle among folders; tests may look wherever they like."""
    uses, first = {}, {}
    known = {os.path.dirname(f) for f in files}
    for file in files:
        if is_test(file) or file.startswith("tests/"):
            continue
        here = os.path.dirname(file)
        for there, line in includes(trees.code_of(tree.text(file))):
            folder = os.path.dirname(there)
            if folder in known and folder != here:
                uses.setdefault(here, set()).add(folder)
                first.setdefault((here, folder), f"{file}:{line}")
    try:
        graphlib.TopologicalSorter(uses).prepare()
    except graphlib.CycleError as error:
        # Each folder of graphlib's circle is used by the one after it.
        circle = list(reversed(error.args[1]))
        yield (f"{first[circle[0], circle[1]]}: closes a circle: "
               f"{' -> '.join(circle)}: move what both need below them")


def check(tree):
    by_file = targets.read_targets(tree)
    floors = targets.read_floors(tree)
    files = tree.cpp()
    for file in files:
        yield from check_includes(tree, file, by_file, floors)
        only_tests = is_test(file) or (
            file in by_file and by_file[file].layer == "test")
        yield from check_words(tree, file, only_tests)
    yield from check_circles(tree, files)


if __name__ == "__main__":
    trees.run(check)
