# SPDX-License-Identifier: Apache-2.0
"""Prints the play so that a person wants to read it."""

import os
import sys
import time

WIDTH = 78
STARTED = time.monotonic()
COLOURS = sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _paint(code, text):
    return f"\033[{code}m{text}\033[0m" if COLOURS else text


def act(number, title):
    seconds = time.monotonic() - STARTED
    head = f" {number}. {title} "
    tail = f" {seconds:4.1f} s"
    line = head + "─" * max(3, WIDTH - len(head) - len(tail)) + tail
    print("\n" + _paint("1", line), flush=True)


def say(text):
    print(f"   {text}", flush=True)


def who(profile, text):
    """Someone acts."""
    print(f"   {_paint('36', f'{profile:<22}')} {text}", flush=True)


def answer(text, good=True):
    """What the node said."""
    mark = _paint("32", "→") if good else _paint("33", "✗")
    for i, line in enumerate(text.rstrip().split("\n")):
        print(f"   {'':<22} {mark if i == 0 else ' '} {line}", flush=True)


def held(text):
    """Something that was checked and is true."""
    print(f"   {_paint('32', '✓')} {text}", flush=True)


class Broken(Exception):
    """A step of the play did not hold."""


def require(condition, text):
    if not condition:
        raise Broken(text)
    held(text)
