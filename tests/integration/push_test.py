"""Web Push on the real binary: a phone that is not connected is rung through its browser's push service, of
which a small server stands here. That only the device can read the message is shown by unit tests."""

import http.server
import os
import stat
import threading

import chain_test
from chain_test import PLACE, Phone, Town, eventually

# A device's keys as RFC 8291 gives them for its example.
KEYS = {"p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg"}
GOOD = {"device": "phone", "endpoint": "https://fcm.googleapis.com/fcm/send/canary", "keys": KEYS}


class Service(http.server.ThreadingHTTPServer):
    """A push service that answers as `status` says and remembers what it was sent."""

    def __init__(self):
        self.status = 201
        self.posts = []
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.posts.append((self.path, dict(self.headers), body))
                self.send_response(service.status)
                self.end_headers()

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def endpoint(self, name):
        return f"http://127.0.0.1:{self.server_port}/canary-push/{name}"


class Push(Town):
    def setUp(self):
        self.service = Service()
        self.addCleanup(self.service.server_close)
        self.addCleanup(self.service.shutdown)
        super().setUp()

    @property
    def extra(self):
        return (f'[push]\nvapid_key = "{self.directory}/vapid.pem"\ndevices = 2\nloopback = true\n'
                'contact = "mailto:operator@example.org"\nfirst_backoff_seconds = 0.05\n')

    def path(self, person):
        return f"/v1/responders/{person}/push-subscription"

    def subscribe(self, person, device="phone"):
        body = dict(GOOD, device=device, endpoint=self.service.endpoint(f"{person}-{device}"))
        self.assertEqual(self.server.request("PUT", self.path(person), body, self.tokens[person]),
                         (204, None))

    def rung(self):
        return sorted(path.rsplit("/", 1)[1] for path, _, _ in self.service.posts)

    def delivery(self, incident):
        """How far the other ways than the socket got with the offers; "SENT" is push's own."""
        _, timeline = self.server.request("GET", f"/v1/incidents/{incident}/timeline",
                                          token=self.tokens["desk"])
        told = {(event["channel"], event["detail"]) for event in timeline["events"]
                if event["code"] == "DELIVERY" and event["channel"] != "WEBSOCKET"}
        self.assertNotIn(("WEBHOOK", "SENT"), told, "there is no gateway")
        self.assertFalse({told for told in told if told[0] == "PUSH"} - {("PUSH", "SENT")}, told)
        return {detail for _, detail in told}

    def test_who_is_not_connected_is_rung(self):
        for person in self.people:
            self.subscribe(person)
        incident = self.raise_alert(patient="Canary Patient")
        self.assertTrue(eventually(lambda: "SENT" in self.delivery(incident)))
        path, headers, body = self.service.posts[0]
        self.assertTrue(path.startswith("/canary-push/"))
        self.assertEqual((headers["Content-Encoding"], headers["Urgency"]), ("aes128gcm", "high"))
        self.assertTrue(0 < int(headers["TTL"]) <= 25, headers)
        self.assertEqual(len(headers["Topic"]), 32)
        _, key = self.server.request("GET", "/v1/push-key", token=self.tokens["ana"])
        self.assertTrue(headers["Authorization"].endswith(", k=" + key["publicKey"]))
        self.assertNotIn(b"ljubljana", body)
        self.assertGreater(len(body), 16 + 4 + 1 + 65 + 16)

    def test_a_subscription_that_is_gone_is_forgotten_and_others_are_kept(self):
        for person in self.people:
            self.subscribe(person)
        self.service.status = 410
        first = self.raise_alert()
        self.assertTrue(eventually(lambda: "FAILED" in self.delivery(first)))
        self.act(first, "cancel")
        gone = set(self.rung())
        self.service.posts.clear()
        self.service.status = 201
        self.server.stop()
        self.server.start()
        second = self.raise_alert()
        eventually(lambda: self.service.posts, 2)
        self.assertFalse(gone & set(self.rung()), "after a restart too")
        self.assertLessEqual(len(gone) + len(self.rung()), 3, (gone, self.rung(), second))

    def test_a_busy_service_is_asked_again(self):
        self.service.status = 503
        for person in self.people:
            self.subscribe(person)
        incident = self.raise_alert()
        self.assertTrue(eventually(lambda: len(self.service.posts) > len(set(self.rung()))))
        self.service.status = 201
        self.assertTrue(eventually(lambda: "SENT" in self.delivery(incident)))

    def test_who_is_connected_is_not_rung(self):
        phones = {person: Phone(self.server, self.tokens[person]) for person in self.people}
        for person in self.people:
            self.subscribe(person)
        self.raise_alert()
        self.assertTrue(chain_test.Chain.offers(phones))
        self.assertEqual(self.service.posts, [])

    def test_subscriptions_go_when_asked_and_with_the_person(self):
        token = self.tokens["ana"]
        for device in ("one", "two", "three"):
            self.subscribe("ana", device)
        for query in ("?device=two", "?device=two", ""):
            self.assertEqual(self.server.request("DELETE", self.path("ana") + query, token=token)[0], 204)
        for person in self.people:
            self.subscribe(person)
        status, _ = self.server.request("DELETE", "/v1/responders/ana", token=self.tokens["registrar"])
        self.assertEqual(status, 204)
        status, problem = self.server.request("PUT", self.path("ana"), GOOD, token)
        self.assertEqual((status, problem["code"]), (404, "NOT_FOUND"))
        self.put("/v1/responders/ana", {"name": "Somebody else", "onDuty": True, "home": PLACE,
                                        "certifiedUntil": "2099-01-01T00:00:00Z"})
        incident = self.raise_alert()
        eventually(lambda: "SENT" in self.delivery(incident))
        self.assertNotIn("ana-phone", self.rung(), "another person of the same id")

    def test_restart_keeps_key_and_subscriptions_and_nothing_is_in_plain_words(self):
        key_file = os.path.join(self.directory, "vapid.pem")
        self.assertEqual(stat.S_IMODE(os.stat(key_file).st_mode), 0o600)
        before = self.server.request("GET", "/v1/push-key", token=self.tokens["ana"])
        for person in self.people:
            self.subscribe(person)
        self.assertEqual(self.server.stop(), 0)
        for folder, _, names in os.walk(self.directory):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    self.assertNotIn(b"canary-push", file.read(), name)
        self.server.start()
        self.assertEqual(self.server.request("GET", "/v1/push-key", token=self.tokens["ana"]), before)
        self.raise_alert()
        self.assertTrue(eventually(lambda: self.service.posts))

    def test_bad_subscriptions_are_refused(self):
        off_curve = KEYS["p256dh"][:-1] + "0"
        cases = [
            (dict(GOOD, device=""), "MISSING_FIELD", "device"),
            (dict(GOOD, device="a b"), "INVALID_FIELD", "device"),
            (dict(GOOD, endpoint=""), "MISSING_FIELD", "endpoint"),
            (dict(GOOD, endpoint="fcm"), "INVALID_FIELD", "endpoint"),
            (dict(GOOD, endpoint="http://fcm.googleapis.com/a"), "INVALID_FIELD", "endpoint"),
            (dict(GOOD, endpoint="https://10.0.0.1/a"), "INVALID_FIELD", "endpoint"),
            (dict(GOOD, endpoint="https://fcm.googleapis.com.example.org/a"), "INVALID_FIELD", "endpoint"),
            (dict(GOOD, endpoint="https://me@fcm.googleapis.com/a"), "INVALID_FIELD", "endpoint"),
            (dict(GOOD, endpoint="https://push.apple.com/a"), "INVALID_FIELD", "endpoint"),
            (dict(GOOD, endpoint="https://localhost.example.org/a"), "INVALID_FIELD", "endpoint"),
            (dict(GOOD, endpoint=GOOD["endpoint"] + "a" * 1100), "TEXT_TOO_LONG", "endpoint"),
            (dict(GOOD, keys=dict(KEYS, p256dh="")), "INVALID_FIELD", "keys.p256dh"),
            (dict(GOOD, keys=dict(KEYS, p256dh=off_curve)), "INVALID_FIELD", "keys.p256dh"),
            (dict(GOOD, keys=dict(KEYS, p256dh="A" * 4000)), "INVALID_FIELD", "keys.p256dh"),
            (dict(GOOD, keys=dict(KEYS, auth="AAAA")), "INVALID_FIELD", "keys.auth"),
            (dict(GOOD, keys=dict(KEYS, auth="!" * 22)), "INVALID_FIELD", "keys.auth"),
            (dict(GOOD, expirationTime=None), "UNKNOWN_FIELD", "expirationTime"),
        ]
        for body, code, field in cases:
            with self.subTest(str(body)[:120]):
                status, problem = self.server.request("PUT", self.path("ana"), body, self.tokens["ana"])
                self.assertEqual((status, problem["code"], problem["field"]), (400, code, field))
        for token, status in ((self.tokens["bor"], 403), (self.tokens["desk"], 403), (None, 401)):
            self.assertEqual(self.server.request("PUT", self.path("ana"), GOOD, token)[0], status)
            self.assertEqual(self.server.request("DELETE", self.path("ana"), token=token)[0], status)
        apple = dict(GOOD, endpoint="https://web.push.apple.com/a", keys=dict(KEYS, auth=KEYS["auth"] + "=="))
        self.assertEqual(self.server.request("PUT", self.path("ana"), apple, self.tokens["ana"])[0], 204)


class NoPush(Town):
    def test_without_a_key_there_is_none(self):
        for method, path in (("PUT", "/v1/responders/ana/push-subscription"),
                             ("DELETE", "/v1/responders/ana/push-subscription"), ("GET", "/v1/push-key")):
            body = GOOD if method == "PUT" else None
            status, problem = self.server.request(method, path, body, self.tokens["ana"])
            self.assertEqual((status, problem["code"]), (404, "NOT_FOUND"))


if __name__ == "__main__":
    chain_test.main()
