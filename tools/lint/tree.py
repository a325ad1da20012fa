# SPDX-License-Identifier: Apache-2.0
"""The files of the project, as the lint programs see them."""

import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parents[2]

# An include line names its file in a string, which stays.
_COMMENT_OR_STRING = re.compile(
    r"""(?P<include> ^[ \t]*\#[ \t]*include[^\n]*$ )
      | //[^\n]*
      | /\*.*?\*/
      | R"(?P<end>\w*)\(.*?\)(?P=end)"
      | "(?: \\. | [^"\\\n] )*"
      | '(?: \\[^\n']+ | [^'\\\n] )'
    """, re.S | re.M | re.X)


class Tree:
    """What git tracks below `root`, and what it would if it were added."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        listed = subprocess.run(
            ["git", "-C", self.root, "ls-files", "-z", "--cached", "--others",
             "--exclude-standard"],
            check=True, capture_output=True, text=True).stdout
        self.files = sorted({f for f in listed.split("\0")
                             if f and (self.root / f).is_file()})
        self._text = {}

    def bytes(self, file):
        return (self.root / file).read_bytes()

    def text(self, file):
        if file not in self._text:
            self._text[file] = self.bytes(file).decode(errors="replace")
        return self._text[file]

    def cpp(self):
        """Our C++ below the folders that the house rules speak of."""
        return [f for f in self.files if f.endswith((".h", ".cc"))
                and f.split("/")[0] in ("common", "services", "tools", "tests")]


def code_of(text):
    """The C++ of `text` with comments and strings blanked, lines kept."""
    def blank(match):
        if match["include"]:
            return match[0]
        lines = match[0].count("\n")
        if match[0].startswith("/"):
            return " " + "\n" * lines
        return '""' + "\n" * lines

    return _COMMENT_OR_STRING.sub(blank, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def run(check):
    """Runs `check(tree)`, a generator of complaints, over the tree named on
    the command line (this one if none is) and exits 1 if there are any."""
    tree = Tree(sys.argv[1] if len(sys.argv) > 1 else HERE)
    complaints = sorted(set(check(tree)))
    for complaint in complaints:
        print(complaint)
    sys.exit(1 if complaints else 0)
