#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the published reasons of refusals and the code that gives them to each
other: what is given is listed with its gRPC code, and what is listed is given.
Prints `file:line: what: what to do`."""

import re

import tree as trees

LIST = "proto/sijill/v1/reasons.proto"
ADVICE = "tools/sijill/advice.cc"

# What looks like a reason and is none: words of an import, which
# import_reason.cc turns into reasons; and single words.
IMPORT_WORDS = ("common/casefile/", "services/exchange/domain/import_reason.cc")
OTHER_WORDS = {
    "CHECKPOINT_INVALID",      # evidence about a peer's answer
    "ENTRY_DIFFERS",           # evidence about a peer's answer
    "GRPC_SSL_CIPHER_SUITES",  # a variable that gRPC reads
}

CODES = {"kInvalidArgument": "INVALID_ARGUMENT", "kNotFound": "NOT_FOUND",
         "kAlreadyExists": "ALREADY_EXISTS", "kAborted": "ABORTED",
         "kPermissionDenied": "PERMISSION_DENIED",
         "kResourceExhausted": "RESOURCE_EXHAUSTED",
         "kFailedPrecondition": "FAILED_PRECONDITION",
         "kOutOfRange": "OUT_OF_RANGE", "kUnavailable": "UNAVAILABLE",
         "kUnauthenticated": "UNAUTHENTICATED"}

LISTED = re.compile(r"((?:^  //.*\n)*)^  REASON_(\w+) = \d+;", re.M)
COMMENT = re.compile(r"//[^\n]*")
WORD = re.compile(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"')
REFUSAL = re.compile(r'Refuse\(\s*absl::StatusCode::(\w+),\s*"(\w+)"')
NAMED = re.compile(r"\bREASON_(\w+)\b")
IN_COMMENT = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")


def is_product(file):
    return (file.startswith(("common/", "services/", "tools/"))
            and not file.endswith("_test.cc")
            and not re.search(r"/(testing|tests|test_\w+)(/|\.)", file))


def listed(tree):
    """Each reason with the gRPC codes that its comment begins with."""
    reasons = {}
    for match in LISTED.finditer(tree.text(LIST)):
        head = match[1].replace("//", " ").split(":")[0]
        reasons[match[2]] = {code for code in CODES.values() if code in head}
    reasons.pop("UNSPECIFIED", None)
    return reasons


def check_code(tree, file, reasons, given):
    text = COMMENT.sub("", tree.text(file))
    if file != ADVICE:
        given.update(NAMED.findall(text))
        given.update(WORD.findall(text))
    for match in WORD.finditer(text):
        if match[1] in reasons or match[1] in OTHER_WORDS:
            continue
        if not file.startswith(IMPORT_WORDS):
            yield (f"{file}:{trees.line_of(text, match.start())}: "
                   f"{match[1]} is no published reason: list it in {LIST}")
    for match in REFUSAL.finditer(text):
        code = CODES.get(match[1], match[1])
        if match[2] in reasons and code not in reasons[match[2]]:
            yield (f"{file}:{trees.line_of(text, match.start())}: "
                   f"{match[2]} is given as {code}: say so in {LIST}")


def check_comments(tree, file, reasons):
    text = tree.text(file)
    for comment in COMMENT.finditer(text):
        for word in IN_COMMENT.findall(comment[0]):
            if word not in reasons and word not in CODES.values():
                yield (f"{file}:{trees.line_of(text, comment.start())}: "
                       f"{word} is no published reason: list it in {LIST}")


def check(tree):
    if LIST not in tree.files:
        return
    reasons = listed(tree)
    given = set()
    for file in tree.cpp():
        if is_product(file):
            yield from check_code(tree, file, reasons, given)
    for file in tree.files:
        if re.fullmatch(r"proto/sijill/v1/\w+_service\.proto", file):
            yield from check_comments(tree, file, reasons)
    text = tree.text(LIST)
    for reason in sorted(reasons.keys() - given):
        line = trees.line_of(text, text.index(f"REASON_{reason} "))
        yield f"{LIST}:{line}: {reason} is never given: remove it"


if __name__ == "__main__":
    trees.run(check)
