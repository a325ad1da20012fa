# SPDX-License-Identifier: Apache-2.0
"""The CMake targets, read from the CMakeLists.txt files: which file belongs to
which target, and on which floor of the house it stands. The table of floors
is that of SijillTargets.cmake; the include lines are held to the same one."""

import dataclasses
import os.path
import re

TABLE = "tools/cmake/SijillTargets.cmake"
_CALL = re.compile(r"\bsijill_cc_(library|binary|test)\(([^)]*)\)")
_LISTS = {"HDRS", "SRCS", "DEPS", "LABELS", "ARGS"}
_WORDS = {"NAME", "LAYER", "PCH", "TIMEOUT"} | _LISTS


@dataclasses.dataclass
class Target:
    name: str
    layer: str
    folder: str
    files: list
    deps: list


def _uncommented(text):
    return re.sub(r"#[^\n]*", "", text)


def read_targets(tree):
    """Every target of ours, by each file that belongs to it."""
    by_file = {}
    for lists in tree.files:
        if os.path.basename(lists) != "CMakeLists.txt":
            continue
        folder = os.path.dirname(lists)
        for kind, body in _CALL.findall(_uncommented(tree.text(lists))):
            given, word = {}, None
            for token in body.split():
                if token in _WORDS:
                    word = token
                else:
                    given.setdefault(word, []).append(token)
            files = [os.path.normpath(os.path.join(folder, f))
                     for f in given.get("HDRS", []) + given.get("SRCS", [])]
            layer = "test" if kind == "test" else given.get("LAYER", ["?"])[0]
            target = Target(given["NAME"][0], layer, folder, files,
                            given.get("DEPS", []))
            for file in files:
                by_file[file] = target
    return by_file


def read_floors(tree):
    """({floor: floors it may use}, [effects, lowest first])."""
    text = _uncommented(tree.text(TABLE))
    may_use = {m[1]: m[2].split() for m in
               re.finditer(r"set\(SIJILL_MAY_USE_(\w+)([^)]*)\)", text)}
    effects = re.search(r"set\(SIJILL_EFFECTS([^)]*)\)", text)[1].split()
    return may_use, effects
