"""The whole chain on the real binary: from an alert to "on scene" and closed, through restarts."""

import argparse
import datetime
import http.server
import json
import os
import subprocess
import sys
import threading
import time
import unittest

import config
from server import Server, temporary_directory
from websocket import Closed, WebSocket

PLACE = {"latitude": 46.05, "longitude": 14.5, "datum": "DATUM_WGS84"}
BINARY = None


def eventually(check, patience=5.0):
    """Waits until `check()` is truthy and returns it."""
    deadline = time.monotonic() + patience
    while True:
        found = check()
        if found or time.monotonic() > deadline:
            return found
        time.sleep(0.02)


def moment(text):
    return datetime.datetime.fromisoformat(text[:19])


class Phone:
    """One volunteer's device."""

    def __init__(self, server, token, resume=None, acknowledge=True):
        _, ticket = server.request("POST", "/v1/stream-tickets", {}, token)
        self.stream = WebSocket(server.host, server.port, timeout=10)
        hello = {"ticket": ticket["ticket"]}
        if resume:
            hello["resume"] = resume
        self.stream.send_json({"hello": hello})
        self.welcome = self.stream.receive_json()["welcome"]
        server.on_end.append(self.stream.close)
        self.acknowledge = acknowledge
        self.position = resume
        self.next_request = 1

    def receive(self, kind):
        frame = self.stream.receive_json(kind)
        if "position" in frame:
            self.position = frame["position"]
            if self.acknowledge:
                self.stream.send_json({"ack": {"position": frame["position"]}})
        return frame[kind]

    def ask(self, body):
        """Sends a frame and returns its result."""
        request = self.next_request
        self.next_request += 1
        self.stream.send_json({"request": str(request), **body})
        while True:
            result = self.stream.receive_json("result")["result"]
            if int(result.get("request", 0)) == request:
                return result

    def answer(self, offer, accept):
        return self.ask({"answer": {"offer": offer, "accept": accept}})

    def progress(self, task, step):
        return self.ask({"progress": {"task": task, "step": step}})


class Town(unittest.TestCase):
    """A server with people and AEDs around one place."""

    extra = ""
    policy = ""
    drills_only = False
    arguments = ()

    def setUp(self):
        directory = temporary_directory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        self.server = Server(BINARY, self.directory,
                             config.text(self.directory, extra=self.extra, policy=self.policy,
                                         drills_only=self.drills_only), self.arguments)
        self.server.start()
        self.addCleanup(self.server.end)
        self.people = ["ana", "bor", "cene"]
        self.tokens = self.server.create_tokens(
            {"name": "centre", "role": "INTEGRATION", "jurisdiction": "ljubljana"},
            {"name": "desk", "role": "TOKEN_DISPATCHER", "jurisdiction": "ljubljana"},
            {"name": "registrar", "role": "REGISTRAR", "jurisdiction": "ljubljana"},
            *({"name": person, "role": "RESPONDER", "jurisdiction": "ljubljana",
               "responder": person} for person in self.people))
        for number, person in enumerate(self.people):
            self.put(f"/v1/responders/{person}",
                     {"name": "Canary Name", "phone": "+386-555-0100", "onDuty": True,
                      "certifiedUntil": "2099-01-01T00:00:00Z",
                      "home": dict(PLACE, longitude=14.5 + 0.002 * (number + 1))})
        self.put("/v1/aeds/library", {"name": "Library", "access": "PUBLIC", "openingHours": "24/7",
                                      "position": dict(PLACE, longitude=14.503)})

    def put(self, path, body):
        status, reply = self.server.request("PUT", path, body, self.tokens["registrar"])
        self.assertIn(status, (200, 201), reply)

    def raise_alert(self, **fields):
        status, reply = self.server.request(
            "POST", "/v1/alerts",
            {"kind": "CARDIAC_ARREST", "position": PLACE, "address": "Canary Street 5", **fields},
            self.tokens["centre"])
        self.assertEqual(status, 201, reply)
        self.assertEqual(reply["durability"], "LOCAL")
        return reply["incident"]

    def incident(self, name):
        status, reply = self.server.request("GET", f"/v1/incidents/{name}", token=self.tokens["desk"])
        self.assertEqual(status, 200, reply)
        return reply

    def act(self, incident, method, body=None):
        return self.server.request("POST", f"/v1/incidents/{incident}:{method}", body or {},
                                   self.tokens["desk"])


class Chain(Town):
    def test_from_alert_to_on_scene_and_closed(self):
        phones = {person: Phone(self.server, self.tokens[person]) for person in self.people}
        incident = self.raise_alert()
        offers = self.offers(phones)
        fetchers = [person for person, offer in offers.items() if offer["role"] == "AED"]
        self.assertTrue(fetchers, offers)
        fetcher = fetchers[0]
        self.assertEqual(offers[fetcher]["aed"]["name"], "Library")
        self.assertNotIn("place", offers[fetcher], "exact only after acceptance")
        decliner = next(person for person in offers if person != fetcher)
        self.assertEqual(phones[decliner].answer(offers[decliner]["offer"], False)["code"], "OK")
        accepted = phones[fetcher].answer(offers[fetcher]["offer"], True)
        self.assertEqual(accepted["code"], "OK", accepted)
        state = self.incident(incident)
        self.assertEqual([task["responder"] for task in state["tasks"]], [fetcher])
        for step in ("LEFT", "AED_COLLECTED", "ON_SCENE", "SHOCK_DELIVERED"):
            self.assertEqual(phones[fetcher].progress(accepted["task"], step)["code"], "OK")
        self.assertIn("onSceneAt", self.incident(incident)["tasks"][0])
        self.assertEqual(self.act(incident, "emsOnScene")[0], 200)
        phones[fetcher].progress(accepted["task"], "STEP_HANDED_OVER")
        self.assertEqual(self.incident(incident)["status"], "CLOSED")
        self.check_timeline(incident)

    @staticmethod
    def offers(phones):
        """The offers of those whom the plan asked; it need not wake everybody."""
        offers = {}
        for person, phone in phones.items():
            phone.stream.socket.settimeout(1.5)
            try:
                offers[person] = phone.receive("offer")
            except TimeoutError:
                pass
            phone.stream.socket.settimeout(10)
        return offers

    def check_timeline(self, incident):
        _, timeline = self.server.request("GET", f"/v1/incidents/{incident}/timeline",
                                          token=self.tokens["desk"])
        codes = [event["code"] for event in timeline["events"]]
        for code in ("OPENED", "OFFERED", "DELIVERY", "TASK_STARTED", "TASK_PROGRESSED",
                     "EMS_ARRIVED", "STATUS_CHANGED"):
            self.assertIn(code, codes)
        _, explanation = self.server.request("GET", f"/v1/incidents/{incident}/explain",
                                             token=self.tokens["desk"])
        self.assertIn("survivalAfter", explanation)

    def test_task_shows_the_exact_place_and_the_offer_does_not(self):
        phone = Phone(self.server, self.tokens["ana"])
        self.raise_alert(floor="7")
        offer = phone.receive("offer")
        self.assertNotIn("Canary Street", json.dumps(offer))
        phone.stream.send_json({"request": "9", "answer": {"offer": offer["offer"], "accept": True}})
        task = phone.receive("task")
        self.assertEqual((task["address"], task["floor"]), ("Canary Street 5", "7"))

    def test_cancel_reaches_the_phones(self):
        phone = Phone(self.server, self.tokens["ana"])
        incident = self.raise_alert()
        offer = phone.receive("offer")
        self.assertEqual(self.act(incident, "cancel")[0], 200)
        stand_down = phone.receive("standDown")
        self.assertEqual((stand_down["offer"], stand_down["cause"]), (offer["offer"], "CANCELLED"))

    def test_console_sees_what_happens(self):
        console = Phone(self.server, self.tokens["desk"], acknowledge=False)
        incident = self.raise_alert()
        event = console.receive("incident")
        self.assertEqual((event["incident"], event["event"]["code"]), (incident, "OPENED"))

    def test_same_alert_is_the_same_incident(self):
        first = self.raise_alert(externalId="120-7")
        status, again = self.server.request(
            "POST", "/v1/alerts",
            {"kind": "CARDIAC_ARREST", "position": PLACE, "address": "Canary Street 5",
             "externalId": "120-7"}, self.tokens["centre"])
        self.assertEqual((status, again["incident"]), (200, first))


class Restart(Town):
    def test_killed_in_mid_incident_nothing_is_lost_or_doubled(self):
        phone = Phone(self.server, self.tokens["ana"])
        incident = self.raise_alert()
        offer = phone.receive("offer")
        eventually(lambda: any(item.get("delivery") == "DELIVERED"
                               for item in self.incident(incident)["offers"]))
        before = self.incident(incident)
        self.server.kill()
        with self.assertRaises((Closed, OSError)):
            while True:
                phone.stream.receive()
        self.server.start()
        after = self.incident(incident)
        self.assertEqual([o["id"] for o in before["offers"]], [o["id"] for o in after["offers"]])
        again = Phone(self.server, self.tokens["ana"], resume=phone.position)
        self.assertTrue(again.welcome.get("resumed"), again.welcome)
        self.assertEqual(again.answer(offer["offer"], True)["code"], "OK")
        self.assertEqual(len(self.incident(incident)["tasks"]), 1)

    def test_graceful_stop_loses_nothing(self):
        phone = Phone(self.server, self.tokens["ana"])
        incident = self.raise_alert()
        offer = phone.receive("offer")
        self.assertEqual(phone.answer(offer["offer"], True)["code"], "OK")
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        self.assertEqual(self.incident(incident)["tasks"][0]["responder"], "ana")

    def test_unknown_position_leads_to_a_reset(self):
        phone = Phone(self.server, self.tokens["ana"], resume={"epoch": 1, "sequence": "99"})
        self.assertFalse(phone.welcome.get("resumed", False))
        self.assertIn("reset", phone.stream.receive_json("reset"))

    def test_no_personal_text_in_journal_records_or_logs(self):
        Phone(self.server, self.tokens["ana"])
        incident = self.raise_alert(patient="Canary Patient", callerPhone="+386-555-0199",
                                    note="Canary Note")
        self.act(incident, "cancel")
        self.server.stop()
        with open(self.server.log_path, "rb") as log:
            text = log.read()
        self.assertNotIn(b"Canary", text)
        self.assertNotIn(b"555-01", text)
        self.check_journal_table()

    def check_journal_table(self):
        import sqlite3
        journal = sqlite3.connect(os.path.join(self.directory, "data", "journal.db"))
        records = b"".join(row[0] for row in journal.execute("SELECT record FROM journal"))
        (kept,) = journal.execute("SELECT count(*) FROM vault").fetchone()
        journal.close()
        self.assertNotIn(b"Canary", records)
        self.assertNotIn(b"555-01", records)
        self.assertGreater(kept, 0, "what is personal lies in the vault")


class CommandLine(Town):
    def test_watch_ends_when_asked_with_and_without_a_server(self):
        program = os.path.join(os.path.dirname(BINARY), "goldenfour")
        command = [program, "--server", f"http://127.0.0.1:{self.server.port}", "watch"]
        environment = dict(os.environ, GOLDENFOUR_TOKEN=self.tokens["desk"])
        for with_server in (True, False):
            with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL) as watch:
                time.sleep(0.7)
                if not with_server:
                    self.server.kill()
                    time.sleep(0.3)
                watch.terminate()
                self.assertIsNotNone(watch.wait(5))


class CommandLineInADrill(Town):
    """A drill's clock runs away from everybody else's; times are meant by the server's."""

    drills_only = True
    arguments = ("--drill-clock", "1000")

    def alert(self, *options):
        program = os.path.join(os.path.dirname(BINARY), "goldenfour")
        done = subprocess.run(
            [program, "--json", "--server", f"http://127.0.0.1:{self.server.port}", "alert",
             "--kind", "cardiac_arrest", "--at", "46.05,14.5", "--exercise", *options],
            env=dict(os.environ, GOLDENFOUR_TOKEN=self.tokens["desk"]), timeout=30,
            stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout)

    def server_time(self):
        return moment(self.server.request("GET", "/readyz")[1]["time"])

    def test_crew_in_nine_minutes_by_the_servers_clock(self):
        before = self.server_time()
        reply = self.alert("--crew-in", "9m")
        due = moment(self.incident(reply["incident"])["crewDue"])
        nine_minutes = datetime.timedelta(minutes=9)
        self.assertLessEqual(before + nine_minutes, due)
        self.assertLessEqual(due, self.server_time() + nine_minutes)

    def test_an_alert_with_the_crews_time_can_be_repeated_word_for_word(self):
        words = ("--crew-at", "2099-01-01T00:00:00Z", "--idempotency-key", "again")
        self.assertEqual(self.alert(*words)["incident"], self.alert(*words)["incident"])


class Gateway(Town):
    """Who has no connection is reached through the signed webhook."""

    def setUp(self):
        self.posts = []
        posts = self.posts

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                posts.append((dict(self.headers), json.loads(body)))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.gateway = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.gateway.serve_forever, daemon=True).start()
        self.addCleanup(self.gateway.server_close)
        self.addCleanup(self.gateway.shutdown)
        with temporary_directory() as keep:
            pass
        self.secret = keep + ".secret"
        with open(self.secret, "w", encoding="ascii") as file:
            file.write("0123456789abcdef0123456789abcdef")
        self.addCleanup(os.remove, self.secret)
        self.extra = (f'[webhook]\nurl = "http://127.0.0.1:{self.gateway.server_port}/sms"\n'
                      f'secret_file = "{self.secret}"\n')
        super().setUp()

    def test_unreachable_people_get_the_next_channel(self):
        incident = self.raise_alert()
        self.assertTrue(eventually(lambda: len(self.posts) >= 1))
        self.assertNotIn("Canary Street", json.dumps([body for _, body in self.posts]))
        self.assertTrue(eventually(lambda: any(
            offer.get("delivery") in ("SENT", "DELIVERED")
            for offer in self.incident(incident)["offers"])))


def main():
    global BINARY
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", required=True)
    options, rest = parser.parse_known_args()
    BINARY = os.path.abspath(options.server)
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)


if __name__ == "__main__":
    main()
