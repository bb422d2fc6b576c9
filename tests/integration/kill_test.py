"""kill -9 under load: what was acknowledged is there, once, and the laws hold.

Each life of the real server takes alerts at a steady rate and is killed at a moment drawn by seed.
Between lives the journal is audited offline: every stored decision is replayed, every invariant
checked, and the state's hash compared with what the live server had said. Modes: `disk` is the plain
file system; `volatile` runs on a disk that forgets what was not synced; `careless` is the same with
synchronous=OFF, where acknowledged alerts must get lost: a test that could not see that would prove
nothing.
"""

import argparse
import datetime
import json
import random
import subprocess
import sys
import threading
import time

import config
from server import Server, temporary_directory

JURISDICTION = "ljubljana"


class Caller:
    """A 120 centre: posts alerts at a rate, and again what it had no answer to."""

    def __init__(self, server, token, rng):
        self.server, self.token, self.rng = server, token, rng
        self.bodies = {}        # external id -> body
        self.acknowledged = {}  # external id -> incident
        self.in_doubt = []
        self.wrong = []

    def alert(self):
        number = len(self.bodies) + 1
        external = f"call-{number}"
        self.bodies[external] = {
            "externalId": external,
            "kind": self.rng.choice(["CARDIAC_ARREST", "UNCONSCIOUS", "TRAUMA"]),
            "position": {"latitude": 46.05 + self.rng.uniform(-0.05, 0.05),
                         "longitude": 14.5 + self.rng.uniform(-0.05, 0.05), "datum": "DATUM_WGS84"},
            "floor": str(number),
            "sent": "2026-11-23T03:00:00Z",
        }
        return external

    def post(self, external):
        try:
            status, reply = self.server.request(
                "POST", "/v1/alerts", self.bodies[external], self.token,
                {"Idempotency-Key": "key-" + external})
        except OSError:
            self.in_doubt.append(external)
            return
        except Exception:  # a connection cut in the middle of an answer
            self.in_doubt.append(external)
            return
        if status in (200, 201) and reply:
            known = self.acknowledged.setdefault(external, reply["incident"])
            if known != reply["incident"]:
                self.wrong.append(f"{external}: {known} and then {reply['incident']}")
        elif status in (429, 503):
            self.in_doubt.append(external)
        else:
            self.wrong.append(f"{external}: status {status} {reply}")

    def run(self, rate, until):
        while time.monotonic() < until and self.server.running():
            external = self.in_doubt.pop() if self.in_doubt else self.alert()
            self.post(external)
            time.sleep(1 / rate)


class Drill:
    def __init__(self, options):
        self.options = options
        self.rng = random.Random(options.seed)
        self.failures = []
        self.said = {}  # sequence -> hash, as live servers said
        self.decisions = 0
        self.laws = {}

    def fail(self, what):
        self.failures.append(what)
        print("FAILED:", what, flush=True)

    def disk_switch(self):
        return {"disk": [], "volatile": ["--test-volatile-disk=full"],
                "careless": ["--test-volatile-disk=off"]}[self.options.mode]

    def run(self):
        with temporary_directory() as directory:
            self.server = Server(self.options.server, directory,
                                 config.text(directory, offer_deadline_seconds=5),
                                 self.disk_switch())
            self.server.start()
            self.prepare()
            lost = 0
            for life in range(self.options.kills):
                lost = self.live_and_die(life)
                if lost and self.options.mode == "careless":
                    break
                self.server.start()
            if self.options.mode == "careless":
                return self.report_careless(lost)
            self.caller.run(50, time.monotonic() + 10) if self.caller.in_doubt else None
            time.sleep(2.5)
            self.check_overdue()
            self.check_every_alert()
            self.check_keys()
            status = self.server.stop()
            if status != 0:
                self.fail(f"a graceful stop ended with status {status}")
            self.audit()
        return self.report()

    def prepare(self):
        tokens = self.server.create_tokens(
            {"name": "centre", "role": "INTEGRATION", "jurisdiction": JURISDICTION},
            {"name": "desk", "role": "TOKEN_DISPATCHER", "jurisdiction": JURISDICTION},
            {"name": "registrar", "role": "REGISTRAR", "jurisdiction": JURISDICTION})
        self.desk = tokens["desk"]
        self.caller = Caller(self.server, tokens["centre"], self.rng)
        for number in range(150):
            status, reply = self.server.request(
                "PUT", f"/v1/responders/r-{number}",
                {"name": "Test", "onDuty": True, "certifiedUntil": "2099-01-01T00:00:00Z",
                 "home": {"latitude": 46.05 + self.rng.uniform(-0.05, 0.05),
                          "longitude": 14.5 + self.rng.uniform(-0.05, 0.05),
                          "datum": "DATUM_WGS84"}}, tokens["registrar"])
            if status not in (200, 201):
                raise AssertionError(f"responder refused: {status} {reply}")

    def live_and_die(self, life):
        """Returns how many acknowledged alerts the audit misses."""
        end = time.monotonic() + self.rng.uniform(0.6, 1.4) * self.options.life_seconds
        sampler = threading.Thread(target=self.sample, args=(end,))
        callers = [threading.Thread(target=self.caller.run, args=(self.options.rate, end + 5))]
        for thread in (sampler, *callers):
            thread.start()
        time.sleep(max(0.0, end - time.monotonic()))
        self.server.kill()
        for thread in (sampler, *callers):
            thread.join()
        report = self.audit()
        if report is None:
            return 0
        missing = len(self.caller.acknowledged) - report["incidents"]
        if missing > 0 and self.options.mode != "careless":
            self.fail(f"life {life}: {missing} acknowledged alerts are gone")
        return max(missing, 0)

    def sample(self, end):
        while time.monotonic() < end - 0.05:
            try:
                status, state = self.server.admin_request("GET", "/admin/state")
            except Exception:
                return
            if status == 200:
                self.said[int(state["sequence"])] = state["hash"]
            time.sleep(0.2)

    def audit(self):
        wanted = ",".join(str(sequence) for sequence in sorted(self.said))
        command = [self.options.server, "--config", self.server.config, "--audit"]
        if wanted:
            command += ["--hash-at", wanted]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        if done.returncode != 0 and not done.stdout.startswith("{"):
            self.fail(f"the audit refused the journal: {done.stdout}{done.stderr}")
            return None
        report = json.loads(done.stdout)
        for breach in report["breaches"]:
            self.fail(f"law {breach['law']} {breach['what']}")
        for sequence, said in self.said.items():
            replayed = report["hashAt"].get(str(sequence))
            if replayed != said and self.options.mode != "careless":
                self.fail(f"law 24: state at {sequence} was {said}, replayed {replayed}")
        self.decisions = report["sequence"]
        self.laws = report["lawsMet"]
        return report

    def incidents(self):
        found, page = [], ""
        while True:
            status, reply = self.server.request(
                "GET", f"/v1/incidents?pageSize=100&pageToken={page}", token=self.desk)
            if status != 200:
                self.fail(f"the list of incidents: {status} {reply}")
                return found
            found += reply.get("incidents", [])
            page = reply.get("nextPageToken", "")
            if not page:
                return found

    def check_every_alert(self):
        """Law 1: one incident with that content for each 2xx."""
        by_external = {}
        for incident in self.incidents():
            by_external.setdefault(incident["externalId"], []).append(incident)
        for external, incident in self.caller.acknowledged.items():
            found = by_external.get(external, [])
            body = self.caller.bodies[external]
            if len(found) != 1:
                self.fail(f"law 1: {len(found)} incidents for {external}")
            elif (found[0]["id"], found[0]["kind"], found[0].get("floor")) != (
                    incident, body["kind"], body["floor"]):
                self.fail(f"law 1: {external} is not what was posted: {found[0]}")
        for external in by_external.keys() - self.caller.bodies.keys():
            self.fail(f"law 1: nobody posted {external}")

    def check_keys(self):
        """Law 3: the same key with the same body is the same incident, with another body a 409."""
        sample = self.rng.sample(sorted(self.caller.acknowledged), min(40, len(self.caller.acknowledged)))
        for external in sample:
            before = self.caller.acknowledged[external]
            self.caller.post(external)
            body = dict(self.caller.bodies[external], floor="other")
            status, reply = self.server.request("POST", "/v1/alerts", body, self.caller.token,
                                                {"Idempotency-Key": "key-" + external})
            if status != 409 or reply["code"] != "IDEMPOTENCY_KEY_REUSED":
                self.fail(f"law 3: {external} ({before}) with another body: {status} {reply}")
        for what in self.caller.wrong:
            self.fail(what)

    def check_overdue(self):
        """Law 15: what fell due while the server was down has been done."""
        late = (datetime.datetime.now(datetime.timezone.utc)
                - datetime.timedelta(seconds=2)).strftime("%Y-%m-%dT%H:%M:%S")
        for incident in self.incidents():
            for offer in incident.get("offers", []):
                if not offer.get("end") and offer["deadline"] < late:
                    self.fail(f"law 15: offer {offer['id']} was due at {offer['deadline']}")

    def report_careless(self, lost):
        self.server.running() and self.server.kill()
        print(f"synchronous=OFF on a disk that forgets: {lost} acknowledged alerts lost, as it must be")
        return 0 if lost or self.failures else 1

    def report(self):
        print(f"mode {self.options.mode}, seed {self.options.seed}: {self.options.kills} kills, "
              f"{len(self.caller.acknowledged)} alerts acknowledged, "
              f"{self.decisions} decisions, {len(self.said)} live hashes compared")
        print("laws met in the last audit:",
              ", ".join(f"{law}: {count}" for law, count in sorted(self.laws.items(), key=lambda x: int(x[0]))))
        print(f"{0 if self.failures else 1} passed, {1 if self.failures else 0} failed")
        return 1 if self.failures else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True, help="path of goldenfourd")
    parser.add_argument("--mode", choices=["disk", "volatile", "careless"], default="disk")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--life-seconds", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    sys.exit(Drill(parser.parse_args()).run())


if __name__ == "__main__":
    main()
