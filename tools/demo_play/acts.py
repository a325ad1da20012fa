# SPDX-License-Identifier: Apache-2.0
"""The acts of the play, in order. Each returns only if it held."""

import concurrent.futures
import datetime
import difflib
import json
import pathlib
import shutil
import subprocess
import tempfile

from narrator import Broken, act, answer, require, say, who
from network import run, until

LATE_BY = datetime.timedelta(days=25)
SAMPLES_WRITTEN = datetime.date(2026, 11, 22)


def receipts_of(response):
    return [(r["event"], r["index"]) for r in response.get("receipts", [])]


def short(case):
    return case[:12] + "…"


class Play:
    """What the acts share."""

    def __init__(self, nodes, officers, samples, directory):
        self.nodes = nodes
        self.officers = officers
        self.samples = pathlib.Path(samples)
        self.directory = pathlib.Path(directory)
        self.document_case = None
        self.readmission_case = None
        self.promised = []  # receipts that were answered, with who asked

    def __getitem__(self, profile):
        return self.officers[profile]

    def does(self, profile, text, *arguments):
        """An officer acts; the receipt is remembered."""
        response = self[profile].call(*arguments)
        who(profile, text)
        for name, index in receipts_of(response):
            self.promised.append((profile, name, index))
        return response

    def is_refused(self, profile, text, *arguments, says=""):
        code, output = self[profile].read(*arguments)
        who(profile, text)
        answer(output, good=False)
        require(code == 1, "it is refused")
        if says and says not in output:
            raise Broken(f"the refusal does not say {says!r}")

    def shared_view(self, profile, case):
        return self[profile].call("case", "show", case)["snapshot"]["shared"]

    def wait_for(self, profile, case, condition=lambda shared: True):
        """Until the case is at the node of `profile` and as it should be."""
        last = [""]

        def look():
            code, output = self[profile].read("--json", "case", "show", case)
            last[0] = output
            if code != 0:
                return None
            shared = json.loads(output)["snapshot"]["shared"]
            return shared if condition(shared) else None
        found = until(look)
        if found is None:
            raise Broken(f"{profile} does not see {case} as it should be:\n"
                         f"{last[0]}")
        return found

    def sample(self, name):
        """A copy of a sample whose plans are as far ahead as on the day for
        which the samples were written."""
        ahead = datetime.date.today() - SAMPLES_WRITTEN
        content = moved(json.loads((self.samples / name).read_text()), ahead)
        path = self.directory / f"play-{name}"
        path.write_text(json.dumps(content, ensure_ascii=False))
        return path


def moved(content, ahead, key=""):
    """The content with its dates moved, but for those of the past."""
    if isinstance(content, list):
        return [moved(one, ahead) for one in content]
    if isinstance(content, str) and key.endswith("_at"):
        then = datetime.datetime.fromisoformat(content.replace("Z", "+00:00"))
        return (then + ahead).isoformat()
    if not isinstance(content, dict):
        return content
    if set(content) == {"year", "month", "day"} and key.startswith("valid"):
        then = datetime.date(**content) + ahead
        return {"year": then.year, "month": then.month, "day": then.day}
    return {k: moved(v, ahead, k) for k, v in content.items()}


def document_request(play):
    act(1, "A travel document: Netherlands to the Egyptian consulate")
    play.is_refused(
        "nl-return-officer", "asks for a document for محمد …, born ??-??-1994",
        "case", "open", "document",
        play.sample("document-request-egypt.json"), says="name")
    opened = play.does("nl-return-officer", "completes the form with the missing name part",
                       "case", "open", "document",
                       play.sample("document-request-egypt-complete.json"))
    case = play.document_case = opened["caseName"]
    answer(f"{case}")
    play.wait_for("eg-consul", case)
    play.does("eg-consul", "confirms receipt", "case", "confirm-receipt", case)
    play.does("eg-consul", "finds identity: recognised", "identity", "find",
              case, "--file", play.sample("finding-egypt.json"))
    play.wait_for("nl-return-officer", case, lambda s: "finding" in s)
    play.does("nl-return-officer", "asks for the document, with the journey planned",
              "travel-document", "request", case,
              "--file", play.sample("journey-egypt.json"))
    play.wait_for("eg-consul", case, lambda s: s.get("documentRequests"))
    play.does("eg-consul", "issues the document", "travel-document", "issue",
              case, "--file", play.sample("document-egypt.json"))
    shared = play.wait_for("nl-return-officer", case,
                           lambda s: s.get("travelDocuments"))
    for line in shared["travelDocuments"][0]["issued"]["machineReadableLines"]:
        answer(line)
    require(shared["status"] == "CASE_STATUS_DOCUMENT_ISSUED",
            "the Dutch node holds the document's number and zone")


def readmission_request(play):
    act(2, "A readmission: Netherlands to Kazakhstan")
    opened = play.does("nl-ministry-officer", "asks Kazakhstan to readmit a person",
                       "case", "open", "readmission",
                       play.sample("readmission-kazakhstan.json"))
    case = play.readmission_case = opened["caseName"]
    answer(case)
    play.wait_for("kz-interior", case)
    play.does("kz-interior", "confirms receipt", "case", "confirm-receipt", case)
    play.wait_for("nl-ministry-officer", case, lambda s: "receiptConfirmed" in s)
    shown = play["nl-ministry-officer"].call("case", "show", case)
    titles = [d["title"] for d in shown.get("deadlines", [])]
    who("nl-ministry-officer", "looks at the case")
    for title in titles:
        answer(title)
    require(any("21 calendar days" in t and "7(3)" in t for t in titles),
            "the reply is due by the agreement's article, counted from receipt")


def outward_picture(play, case):
    """All that the other State can see, as text to compare: its view of the
    case, the events with their receipts and proofs, and of both shared logs the
    checkpoint, every entry, and the proof of every entry."""
    seen = [play.shared_view("kz-interior", case),
            play["kz-auditor"].call("audit", "replay", case)]
    for auditor in ("nl-auditor", "kz-auditor"):
        entries = play[auditor].call("ledger", "entries", "--log", "shared")
        seen += [play[auditor].call("ledger", "checkpoint", "--log", "shared"),
                 entries]
        seen += [play[auditor].call("ledger", "inclusion", one.get("index", "0"),
                                    "--log", "shared")
                 for one in entries["entries"]]
    return json.dumps(seen, sort_keys=True, indent=1, ensure_ascii=False)


def safeguard(play):
    act(3, "A safeguard hold, which the other State does not see")
    case = play.readmission_case
    before = outward_picture(play, case)
    play.does("nl-child-1", "places a hold to protect a child",
              "case", "hold", case, "--reason", "child")
    play.is_refused("nl-ministry-officer", "announces the transfer",
                    "case", "notify-transfer", case, "--file",
                    play.sample("transfer-notice-kazakhstan.json"),
                    says="hold")
    after = outward_picture(play, case)
    difference = list(difflib.unified_diff(before.split("\n"),
                                           after.split("\n"), lineterm=""))
    if difference:
        say("\n".join(difference[:20]))
    require(not difference,
            f"diff of the other side's view, receipts and proofs, "
            f"{before.count(chr(10))} lines: empty")
    play.is_refused("nl-child-1", "wants to release the hold alone",
                    "case", "release-hold", case, "--ground", "reviewed")
    play.does("nl-child-2", "releases it: a second person", "case",
              "release-hold", case, "--ground", "the best interests were assessed")


def silence(play):
    act(4, "One node is away; days later a reply comes late")
    case = play.readmission_case
    nodes = play.nodes
    nodes["kz.demo"].stop()
    say("kz.demo is stopped")
    play.does("nl-ministry-officer", "goes on working: adds evidence",
              "identity", "add-evidence", case, "--file",
              play.sample("evidence-kazakhstan.json"))
    for node in nodes.values():
        node.stop()
    for node in nodes.values():
        node.start(clock_offset=int(LATE_BY.total_seconds()))
    for officer in play.officers.values():
        officer.introduce()
    say(f"all nodes are back, {LATE_BY.days} days later")
    play.wait_for("kz-interior", case, lambda s: s.get("evidence"))
    approve = play.does("kz-interior", "approves, after the time limit",
                        "case", "approve", case, "--file",
                        play.sample("approval-kazakhstan.json"))
    require(approve.get("receipts"), "the late reply is kept")
    shared = play.wait_for("nl-ministry-officer", case, lambda s: "reply" in s)
    require(shared["reply"]["approved"]["timing"].get("late"),
            "and marked as late on both sides")
    play.is_refused("nl-ministry-officer", "announces the transfer",
                    "case", "notify-transfer", case, "--file",
                    play.sample("transfer-notice-kazakhstan.json"),
                    says="late")
    play.does("nl-ministry-officer", "looked at it: it counts", "case",
              "review-late-reply", case, "--accepted")


def ending(play):
    act(5, "Finding, document, transfer, arrival, closing")
    case = play.readmission_case
    play.wait_for("kz-consul", case, lambda s: s["reply"].get("accepted"))
    play.does("kz-consul", "finds identity: recognised", "identity", "find",
              case, "--file", play.sample("finding-kazakhstan.json"))
    play.does("kz-interior", "confirms nationality", "identity",
              "confirm-nationality", case)
    play.wait_for("nl-ministry-officer", case,
                  lambda s: "finding" in s and "nationality" in s)
    play.does("nl-ministry-officer", "asks for the travel document",
              "travel-document", "request", case, "--file",
              play.sample("journey-kazakhstan.json"))
    play.wait_for("kz-consul", case, lambda s: s.get("documentRequests"))
    play.does("kz-consul", "issues it", "travel-document", "issue", case,
              "--file", play.sample("document-kazakhstan.json"))
    play.wait_for("nl-ministry-officer", case, lambda s: s.get("travelDocuments"))
    play.does("nl-ministry-officer", "announces the transfer", "case",
              "notify-transfer", case, "--file",
              play.sample("transfer-notice-kazakhstan.json"))
    play.wait_for("kz-interior", case, lambda s: s.get("transfers"))
    play.does("kz-interior", "is ready for it", "case", "acknowledge-transfer", case)
    play.wait_for("nl-ministry-officer", case,
                  lambda s: "acknowledged" in s["transfers"][0])
    play.does("nl-ministry-officer", "records the departure", "case",
              "departure", case, "--file", play.sample("departure-kazakhstan.json"))
    play.wait_for("kz-border", case, lambda s: "departed" in s["transfers"][0])
    play.does("kz-border", "confirms the arrival", "case", "arrival", case,
              "--file", play.sample("arrival-kazakhstan.json"))
    play.wait_for("nl-ministry-officer", case,
                  lambda s: "arrived" in s["transfers"][0])
    play.does("nl-ministry-officer", "closes the case", "case", "close", case)
    there = play.wait_for("kz-interior", case, lambda s: "closed" in s)
    here = play.wait_for("nl-ministry-officer", case,
                         lambda s: len(s.get("deliveries", [])) ==
                         len(there.get("deliveries", [])))
    require(json.dumps(here, sort_keys=True) == json.dumps(there, sort_keys=True),
            "the fold of the lanes both hold is the same on both, byte for byte")


def kill_under_load(play):
    act(6, "kill -9 under load")
    case = play.document_case
    officer = play["nl-return-officer"]
    evidence = play.sample("evidence-egypt.json")
    command = officer.command("--timeout", "2", "identity", "add-evidence",
                              case, "--file", evidence, as_json=True)

    def one(_):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return json.loads(done.stdout) if done.returncode == 0 else None

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        running = [pool.submit(one, i) for i in range(24)]
        until(lambda: sum(r.done() for r in running) >= 6)
        play.nodes["nl.demo"].kill()
        answered = [r.result() for r in running]
    answered = [a for a in answered if a]
    say(f"{len(answered)} of 24 requests were answered before the process was gone")
    play.nodes["nl.demo"].start(clock_offset=play.nodes["nl.demo"].clock_offset)
    for name, one_officer in play.officers.items():
        if name.startswith("nl-"):
            one_officer.introduce()
    replayed = play["nl-auditor"].call("audit", "replay", case)
    there = {(e["name"], str(e["index"])) for e in events_of(replayed)}
    for response in answered:
        for name, index in receipts_of(response):
            if (name, str(index)) not in there:
                raise Broken(f"{name} was answered and is not there")
    require(len(answered) >= 1, "nothing that was answered is lost")


def events_of(replayed):
    return replayed.get("events", [])


def audit(play):
    act(7, "Auditors replay and verify, and see who read what")
    case = play.readmission_case
    for profile, others in (("nl-auditor", ["kz.demo"]), ("kz-auditor", ["nl.demo"])):
        roots = []
        for domain in others:
            roots += ["--root", play.nodes[domain].pki / "root.pem"]
        code, output = play[profile].read("audit", "replay", case, *roots)
        who(profile, f"replays {short(case)}")
        answer("\n".join(output.split("\n")[-12:]))
        require(code == 0, "every header, seal, lane, part and proof holds")
    code, output = play["nl-auditor"].read("audit", "disclosures", "--case", case)
    who("nl-auditor", "sees who read the case")
    answer("\n".join(output.split("\n")[:8]))
    require(code == 0 and "officer" in output, "each reading has a person and a purpose")
    tampered(play, case)


def tampered(play, case):
    node = play.nodes["nl.demo"]
    node.stop()
    copy = pathlib.Path(tempfile.mkdtemp(dir=play.directory)) / "store"
    shutil.copytree(node.store, copy)
    code, output = play["nl-auditor"].read("audit", "verify", "--store", copy)
    if code != 0:
        raise Broken(f"the store does not verify:\n{output}")
    event = next(name.rsplit("/", 1)[1] for _, name, _ in play.promised
                 if name.startswith(case))
    run(str(node.binaries / "tamper"), str(copy), event)
    code, output = play["nl-auditor"].read("audit", "verify", "--store", copy)
    who("nl-auditor", "verifies a copy of the store in which one byte was changed")
    answer("\n".join(line for line in output.split("\n")
                     if event in line or "fit" in line), good=False)
    require(code == 4 and event in output, "the tool names the altered event")
    node.start(clock_offset=node.clock_offset)
    for name, officer in play.officers.items():
        if name.startswith("nl-"):
            officer.introduce()


def words_of(content):
    """Every name and number that a sample says of a person."""
    if isinstance(content, list):
        return {w for one in content for w in words_of(one)}
    if not isinstance(content, dict):
        return set()
    found = {content[k] for k in ("latin", "original", "document_number", "phone",
                                  "last_address") if isinstance(content.get(k), str)}
    return found | {w for one in content.values() for w in words_of(one)}


def scan(play):
    """Nothing of a person lies open on a disk, in a log or in a metric."""
    words = set()
    for sample in play.samples.glob("*.json"):
        words |= words_of(json.loads(sample.read_text()))
    # Short ones are found in any binary file.
    wanted = {w.encode() for w in words if len(w.encode()) >= 5}
    looked_at = 0
    for node in play.nodes.values():
        files = [p for p in node.home.rglob("*") if p.is_file()]
        for path in [*files, node.directory / "sijilld.log"]:
            content = path.read_bytes()
            looked_at += 1
            for word in wanted:
                if word in content or word.decode() in path.name:
                    raise Broken(f"personal data lie open in {path}")
    require(looked_at > 0 and len(wanted) > 5,
            f"{looked_at} files of stores, logs and metrics hold none of "
            f"{len(wanted)} names and numbers")


ACTS = [document_request, readmission_request, safeguard, silence, ending,
        kill_under_load, audit, scan]
