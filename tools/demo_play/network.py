# SPDX-License-Identifier: Apache-2.0
"""Three trust domains, their certificates, their nodes."""

import json
import pathlib
import shutil
import signal
import socket
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

    def make_node(self, port):
        """The node's directory: secrets, seals, rules, first registry."""
        self.address = f"127.0.0.1:{port}"
        out = run(str(self.binaries / "sijilld"), "init", "--dir", str(self.home),
                  "--domain", self.domain, "--exchange", EXCHANGE,
                  "--listen", self.address)
        self.log_key = next(word for word in out.split() if word.count("+") >= 2)
        self.own_log_key = run(str(self.binaries / "sijilld"), "log-key", "--own",
                               "--dir", str(self.home)).strip()
        certificates = self.directory / "certificates"
        for ending in ("pem", "key"):
            shutil.copy2(certificates / f"node.{ending}", self.home / "pki")
        agencies = ["node", *DOMAINS[self.domain]["agencies"]]
        for agency in agencies:
            self.sijill("pki", "issue", "--dir", self.pki, "--kind", "seal",
                        "--agency", agency, "--name", "1",
                        "--out", self.home / "seals" / agency)
        shutil.copytree(self.source / "deploy/rules", self.home / "rules",
                        dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("*.md"))
        (self.home / "registry.json").write_text(
            json.dumps(registry_of(self.domain), indent=2))
        self._configure(root=str(self.pki / "root.pem"),
                        crl=str(self.pki / "crl.pem"))

    def _configure(self, **changes):
        path = self.home / "node.json"
        config = json.loads(path.read_text())
        config.update(changes)
        path.write_text(json.dumps(config, indent=2))

    def know(self, other):
        """Makes a peer known, as two administrators do by telephone."""
        self.sijill("node", "peer", "add", other.domain, "--dir", self.home,
                    "--address", other.address,
                    "--root", other.pki / "root.pem",
                    "--crl", other.pki / "crl.pem",
                    "--log-key", other.log_key)

    @property
    def store(self):
        return self.home / "store"

    def start(self, clock_offset=0):
        self.clock_offset = clock_offset
        self._configure(clock_offset_seconds=clock_offset)
        self.log = open(self.directory / "sijilld.log", "a", encoding="utf-8")
        self.process = subprocess.Popen(
            [str(self.binaries / "sijilld"), "--dir", str(self.home)],
            stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)
        if until(self._answers, seconds=20) is None:
            raise RuntimeError(f"{self.domain} does not start:\n" +
                               (self.directory / "sijilld.log").read_text()[-2000:])

    def _answers(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.domain} ended at once:\n" +
                               (self.directory / "sijilld.log").read_text()[-2000:])
        host, port = self.address.split(":")
        try:
            with socket.create_connection((host, int(port)), timeout=0.2):
                return True
        except OSError:
            return False

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


def free_ports(count):
    """Ports of 127.0.0.1 that nobody has; peers need to know them."""
    held = []
    for _ in range(count):
        held.append(socket.socket())
        held[-1].bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


class Officer:
    """One certificate at one node, as `sijill --profile` uses it."""

    def __init__(self, profile, node, config):
        self.profile = profile
        self.node = node
        self.config = str(config)

    def command(self, *arguments, as_json=False):
        return [str(self.node.binaries / "sijill"), "--config", self.config,
                "--profile", self.profile, *(["--json"] if as_json else []),
                *map(str, arguments)]

    def call(self, *arguments):
        """The answer as JSON; a refusal is an error of the play."""
        done = subprocess.run(self.command(*arguments, as_json=True),
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(
                f"sijill --profile {self.profile} {' '.join(map(str, arguments))}"
                f" ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def read(self, *arguments):
        """What a person reads, and the exit code."""
        done = subprocess.run(self.command(*arguments), capture_output=True,
                              text=True, check=False)
        return done.returncode, (done.stdout + done.stderr).rstrip()

    def introduce(self):
        """Makes the profile, or moves it to the node's present address."""
        certificates = self.node.directory / "certificates"
        run(str(self.node.binaries / "sijill"), "--config", self.config,
            "profile", "add", self.profile, "--domain", self.node.domain,
            "--node", self.node.address,
            "--cert", str(certificates / f"{self.profile}.pem"),
            "--key", str(certificates / f"{self.profile}.key"),
            "--root", str(self.node.pki / "root.pem"),
            "--crl", str(self.node.pki / "crl.pem"),
            "--log-key", self.node.log_key,
            "--log-key", self.node.own_log_key, "--replace")


def until(what, seconds=20.0, every=0.1):
    """Waits for `what` to give something; None after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(every)
    return None
