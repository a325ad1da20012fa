#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Another implementation's client works as the README says.

usage: interop.py --bin DIRECTORY --source DIRECTORY

Starts a node as the demo does and runs the README's own command against it,
word by word but for the demo's directory. Then: is the case there for Sijill's
own client, is it recorded who read it, and is a caller without a certificate
turned away before anything is said.
"""

import argparse
import pathlib
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "tools/demo_play"))
sys.dont_write_bytecode = True
from network import Node, Officer, free_ports  # noqa: E402

PROFILE = "nl-return-officer"
DIRECTORY_IN_README = "/tmp/d"


def command_of_readme(source, directory):
    """The block that runs the client, without the demo that it follows."""
    text = (source / "README.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```\n(.*?)^```", text, re.S | re.M):
        lines = block.splitlines(keepends=True)
        if "other_client.py" in block and lines[0].startswith(
                f"tools/demo --keep --dir {DIRECTORY_IN_README}\n"):
            return "".join(lines[1:]).replace(DIRECTORY_IN_README,
                                              shlex.quote(str(directory)))
    sys.exit("README.md has no block that runs the client after the demo")


def run_client(source, directory):
    """The name of the case that the client opened and read."""
    done = subprocess.run(["sh", "-e", "-c", command_of_readme(source, directory)],
                          cwd=source, capture_output=True, text=True, check=False)
    expected = (r"opened (cases/[a-z2-7]{26})\n"
                r"recorded at index \d+ of the shared log\n"
                r"read PROCEDURE_DOCUMENT_REQUEST CASE_STATUS_\w+\n"
                r"without a purpose: INVALID_ARGUMENT PURPOSE_REQUIRED \(sijill\)\n")
    said = re.fullmatch(expected, done.stdout)
    if done.returncode != 0 or said is None:
        sys.exit(f"the client ended with {done.returncode}:\n"
                 f"{done.stdout}{done.stderr}")
    return said[1]


def check_record(node, directory, case):
    """What the node kept of it is what happened."""
    officer = Officer(PROFILE, node, directory / "config")
    auditor = Officer("nl-auditor", node, directory / "config")
    for one in (officer, auditor):
        one.introduce()
    shared = officer.call("case", "show", case)["snapshot"]["shared"]
    if shared["name"] != case:
        sys.exit(f"sijill shows {shared['name']} for {case}")
    readers = [d["disclosed"]["method"] for d in auditor.call(
        "audit", "disclosures", "--case", case)["disclosures"]]
    # The other client's and ours; what was refused disclosed nothing.
    if [m.rsplit("/", 1)[-1] for m in readers].count("GetCase") != 2:
        sys.exit(f"of two reads of the case it is recorded: {readers}")


def check_strangers(node):
    """TLS 1.3 tells who asks too late for connect(): it shows at the read."""
    host, port = node.address.split(":")
    context = ssl.create_default_context(cafile=str(node.pki / "root.pem"))
    context.set_alpn_protocols(["h2"])
    with socket.create_connection((host, int(port)), timeout=20) as plain:
        try:
            with context.wrap_socket(plain, server_hostname="localhost") as tls:
                said = tls.recv(1)
        except OSError:
            return
    if said:
        sys.exit("the node spoke to somebody without a certificate")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--source", required=True, type=pathlib.Path)
    given = parser.parse_args()
    directory = pathlib.Path(tempfile.mkdtemp(prefix="sijill-interop-"))
    node = Node("nl.demo", directory, given.bin, given.source)
    try:
        node.make_certificates()
        node.make_node(free_ports(1)[0])
        node.start()
        case = run_client(given.source, directory)
        check_record(node, directory, case)
        check_strangers(node)
        print(f"{case} was opened and read by another implementation")
        return 0
    finally:
        node.stop()
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
