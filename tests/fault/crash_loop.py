#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills a node under load again and again; every receipt must be kept.

usage: crash_loop.py --bin DIRECTORY --source DIRECTORY [--kills N]

A node of the Netherlands runs by itself. Officers add evidence to a case, four
at a time; at a random moment the process is killed with SIGKILL and started
again. After each start every receipt that was ever answered must stand in the
replayed case, at its index, once; and the store must compare sound at the end.
SIJILL_LONG=1 makes 200 kills of the usual 20.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "tools/demo_play"))
sys.dont_write_bytecode = True
from network import Node, Officer, free_ports  # noqa: E402


def answered_by(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0 or not done.stdout.strip():
        return []
    return [(r["event"], int(r["index"]))
            for r in json.loads(done.stdout).get("receipts", [])]


def one_round(node, command, chance):
    """The receipts that were answered before the process was gone."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        running = [pool.submit(answered_by, command) for _ in range(8)]
        time.sleep(chance.uniform(0.05, 0.6))
        node.kill()
        return [receipt for r in running for receipt in r.result()]


def check(auditor, case, promised):
    """None of `promised` is lost or doubled."""
    held = [(e["name"], int(e.get("index", 0)))
            for e in auditor.call("audit", "replay", case)["events"]]
    for receipt in promised:
        if held.count(receipt) != 1:
            sys.exit(f"{receipt} stands {held.count(receipt)} times in the case")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--source", required=True)
    parser.add_argument("--kills", type=int,
                        default=200 if os.environ.get("SIJILL_LONG") else 20)
    given = parser.parse_args()
    seed = random.randrange(1 << 32)
    print(f"seed {seed}", flush=True)
    chance = random.Random(seed)
    directory = pathlib.Path(tempfile.mkdtemp(prefix="sijill-crash-"))
    node = Node("nl.demo", directory, given.bin, given.source)
    try:
        node.make_certificates()
        node.make_node(free_ports(1)[0])
        node.start()
        officer = Officer("nl-return-officer", node, directory / "config")
        auditor = Officer("nl-auditor", node, directory / "config")
        officer.introduce()
        auditor.introduce()
        samples = pathlib.Path(given.source) / "deploy/samples"
        case = officer.call("case", "open", "document", samples /
                            "document-request-egypt-complete.json")["caseName"]
        command = officer.command("--timeout", "1", "identity", "add-evidence",
                                  case, "--file",
                                  samples / "evidence-egypt.json", as_json=True)
        promised = []
        for _ in range(given.kills):
            promised += one_round(node, command, chance)
            node.start()
            check(auditor, case, promised)
        node.stop()
        code, output = auditor.read("audit", "verify", "--store", node.store)
        if code != 0:
            sys.exit(f"the store does not compare sound:\n{output}")
        if not promised:
            sys.exit("nothing was ever answered: the loop tested nothing")
        print(f"{given.kills} kills, {len(promised)} receipts, none lost or "
              "doubled")
        return 0
    finally:
        node.stop()
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
