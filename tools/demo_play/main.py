#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plays Sijill's main job: two cases between three States."""

import argparse
import json
import pathlib
import shutil
import sys
import tempfile

from acts import ACTS, Play
from narrator import Broken, act, held, say
from network import (DOMAINS, EXCHANGE, PROFILES, Node, Officer, agency_name,
                     free_ports)


def make_network(binaries, source, directory):
    """Roots, certificates and nodes of all domains, running."""
    nodes = {d: Node(d, directory, binaries, source) for d in DOMAINS}
    for node, port in zip(nodes.values(), free_ports(len(nodes))):
        node.make_certificates()
        node.make_node(port)
    for node in nodes.values():
        for other in nodes.values():
            if other is not node:
                node.know(other)
    for node in nodes.values():
        node.start()
    return nodes


def make_officers(nodes, directory):
    config = directory / "config"
    officers = {}
    for profile, (domain, *_) in PROFILES.items():
        officers[profile] = Officer(profile, nodes[domain], config)
        officers[profile].introduce()
    return officers


def description(play):
    """What --keep leaves for whoever goes on."""
    def profile(name):
        domain, _, kind, _, _ = PROFILES[name]
        node = play.nodes[domain]
        certificates = node.directory / "certificates"
        return {"name": name, "kind": kind,
                "certificate": str(certificates / f"{name}.pem"),
                "key": str(certificates / f"{name}.key"),
                "address": node.address}

    agencies = []
    for domain, facts in DOMAINS.items():
        for agency in facts["agencies"]:
            mine = [n for n, p in PROFILES.items() if p[:2] == (domain, agency)]
            agencies.append({
                "domain": domain, "agency": agency_name(domain, agency),
                "duties": sorted({d for n in mine for d in PROFILES[n][4]}),
                "profiles": [profile(n) for n in mine]})
    return {
        "exchange": EXCHANGE,
        "clock_offset": max(n.clock_offset for n in play.nodes.values()),
        "nodes": [{"domain": n.domain, "pid": n.process.pid,
                   "address": n.address, "root": str(n.pki / "root.pem"),
                   "crl": str(n.pki / "crl.pem"), "data_dir": str(n.home),
                   "shared_log_key": n.log_key} for n in play.nodes.values()],
        "agencies": agencies,
        "cases": [c for c in (play.document_case, play.readmission_case) if c],
    }


def leave_running(play, binaries, directory):
    path = directory / "demo.json"
    path.write_text(json.dumps(description(play), indent=2))
    sijill = f"{binaries}/sijill --config {directory}/config"
    print(f"\nThe nodes go on running; {path} names them. Try next:")
    print(f"  {sijill} --profile nl-ministry-officer case list")
    print(f"  {sijill} --profile kz-interior case show {play.readmission_case}")
    print(f"  {sijill} --profile nl-auditor audit replay {play.readmission_case}")
    print("Stop them with: kill " +
          " ".join(str(n.process.pid) for n in play.nodes.values()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", required=True)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--dir")
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args()
    temporary = given.dir is None
    directory = pathlib.Path(given.dir or tempfile.mkdtemp(prefix="sijill-demo-"))
    directory.mkdir(parents=True, exist_ok=True)
    nodes = {}
    kept = False
    try:
        act(0, "Three States, three roots, three nodes")
        nodes = make_network(given.bin, given.source, directory)
        officers = make_officers(nodes, directory)
        say(f"exchange {EXCHANGE}: " + ", ".join(
            f"{n.domain} at {n.address}" for n in nodes.values()))
        held("mutual TLS 1.3, one root for each domain, bound to its name")
        play = Play(nodes, officers,
                    pathlib.Path(given.source) / "deploy/samples", directory)
        for one in ACTS:
            one(play)
        act(8, "Every step held")
        if given.keep:
            leave_running(play, given.bin, directory)
            kept = True
        return 0
    except (Broken, RuntimeError, KeyError) as broken:
        print(f"\nThe play stops: {broken!r}" if isinstance(broken, KeyError)
              else f"\nThe play stops: {broken}", file=sys.stderr)
        print(f"What it left is in {directory}", file=sys.stderr)
        temporary = False
        return 1
    finally:
        if not kept:
            for node in nodes.values():
                node.stop()
            if temporary:
                shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
