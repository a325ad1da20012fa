# SPDX-License-Identifier: Apache-2.0
"""Three trust domains, their certificates, their nodes."""

import json
import os
import pathlib
import signal
import subprocess
import time

EXCHANGE = "training.demo"

# domain -> what it is and who acts there.
DOMAINS = {
    "nl.demo": {
        "state": "NLD", "zone": "Europe/Amsterdam", "calendar": "nld-working-week",
        "agencies": {
            "return-service": ("Return service", ["ROLE_OPENER", "ROLE_REQUESTING"]),
            "ministry": ("Ministry", ["ROLE_OPENER", "ROLE_REQUESTING"]),
            "child-protection": ("Child protection office", ["ROLE_PROTECTION"]),
            "audit-office": ("Audit office", []),
        },
        "posts": {},
    },
    "eg.demo": {
        "state": "EGY", "zone": "Africa/Cairo", "calendar": "egy-working-week",
        "agencies": {
            "consulate-the-hague": ("Consulate in The Hague", ["ROLE_CONSULATE"]),
            "interior": ("Ministry of Interior", ["ROLE_REQUESTED"]),
            "audit-office": ("Audit office", []),
        },
        "posts": {"embassy": ("Embassy in The Hague", "consulate-the-hague")},
    },
    "kz.demo": {
        "state": "KAZ", "zone": "Asia/Almaty", "calendar": "kaz-working-week",
        "agencies": {
            "interior": ("Ministry of Internal Affairs", ["ROLE_REQUESTED"]),
            "consulate-the-hague": ("Consulate in The Hague", ["ROLE_CONSULATE"]),
            "border": ("Border service", ["ROLE_BORDER"]),
            "audit-office": ("Audit office", []),
        },
        "posts": {},
    },
}

# profile -> (domain, agency, kind, name, duties)
PROFILES = {
    "nl-return-officer": ("nl.demo", "return-service", "officer", "officer-11", ["DUTY_OFFICER"]),
    "nl-ministry-officer": ("nl.demo", "ministry", "officer", "officer-21", ["DUTY_OFFICER"]),
    "nl-child-1": ("nl.demo", "child-protection", "officer", "officer-31", ["DUTY_OFFICER", "DUTY_PROTECTION"]),
    "nl-child-2": ("nl.demo", "child-protection", "officer", "officer-32", ["DUTY_OFFICER", "DUTY_PROTECTION"]),
    "nl-auditor": ("nl.demo", "audit-office", "officer", "auditor-1", ["DUTY_AUDITOR"]),
    "eg-consul": ("eg.demo", "consulate-the-hague", "officer", "consul-1", ["DUTY_OFFICER"]),
    "eg-interior": ("eg.demo", "interior", "officer", "officer-51", ["DUTY_OFFICER"]),
    "eg-auditor": ("eg.demo", "audit-office", "officer", "auditor-1", ["DUTY_AUDITOR"]),
    "kz-interior": ("kz.demo", "interior", "officer", "officer-61", ["DUTY_OFFICER"]),
    "kz-consul": ("kz.demo", "consulate-the-hague", "officer", "consul-1", ["DUTY_OFFICER"]),
    "kz-border": ("kz.demo", "border", "officer", "officer-71", ["DUTY_OFFICER"]),
    "kz-auditor": ("kz.demo", "audit-office", "officer", "auditor-1", ["DUTY_AUDITOR"]),
}


def run(*command, **keywords):
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          **keywords)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def agency_name(domain, agency):
    return f"{domain}/agencies/{agency}"


def registry_of(own):
    """The first registry of a domain: everyone's agencies, its own grants."""
    agencies, posts, grants = [], [], []
    for domain, facts in DOMAINS.items():
        for agency, (title, roles) in facts["agencies"].items():
            agencies.append({
                "name": agency_name(domain, agency), "displayName": title,
                "state": facts["state"], "timeZone": facts["zone"],
                "calendar": facts["calendar"], "roles": roles})
        for post, (title, agency) in facts["posts"].items():
            posts.append({"name": f"posts/{domain}/{post}", "displayName": title,
                          "agency": agency_name(domain, agency)})
    for domain, agency, kind, name, duties in PROFILES.values():
        if domain == own:
            grants.append({
                "identity": f"spiffe://{domain}/agency/{agency}/{kind}/{name}",
                "duties": duties})
    return {"agencies": agencies, "posts": posts, "grants": grants}


class Node:
    """One domain's root, certificates and running daemon."""

    def __init__(self, domain, directory, binaries, source):
        self.domain = domain
        self.directory = pathlib.Path(directory) / domain
        self.pki = self.directory / "pki"
        self.home = self.directory / "node"
        self.binaries = pathlib.Path(binaries)
        self.source = pathlib.Path(source)
        self.process = None
        self.address = None
        self.clock_offset = 0

    def sijill(self, *arguments):
        return run(str(self.binaries / "sijill"), *map(str, arguments))

    def make_certificates(self):
        self.directory.mkdir(parents=True)
        self.sijill("pki", "init", "--domain", self.domain, "--dir", self.pki)
        certificates = self.directory / "certificates"
        certificates.mkdir()
        self.sijill("pki", "issue", "--dir", self.pki, "--kind", "node",
                    "--name", "n1", "--dns", "localhost", "--ip", "127.0.0.1",
                    "--out", certificates / "node")
        for profile, (domain, agency, kind, name, _) in PROFILES.items():
            if domain == self.domain:
                self.sijill("pki", "issue", "--dir", self.pki, "--kind", kind,
                            "--agency", agency, "--name", name,
                            "--out", certificates / profile)

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None
