"""What a responder may read about themselves on the real binary, and of whom else: nobody."""

import http.client
import json

import chain_test
import push_test
from chain_test import PLACE, Phone, Town, eventually


class OwnRecord(Town):
    @property
    def extra(self):
        return f'[push]\nvapid_key = "{self.directory}/vapid.pem"\ncontact = "mailto:operator@example.org"\n'

    def record(self, person="ana", reader=None):
        return self.server.request("GET", f"/v1/responders/{person}",
                                   token=self.tokens[reader or person])

    def me(self):
        status, record = self.record()
        self.assertEqual(status, 200, record)
        return record

    def on_duty(self, value):
        status, _ = self.server.request("PUT", "/v1/responders/ana/duty", {"onDuty": value},
                                        self.tokens["ana"])
        self.assertEqual(status, 200)

    def test_the_record_as_registered_and_whether_one_is_on_duty(self):
        me = self.me()
        self.assertEqual((me["id"], me["name"], me["phone"], me["skills"], me["certifiedUntil"]),
                         ("ana", "Canary Name", "+386-555-0100", ["CPR_AED"], "2099-01-01T00:00:00Z"))
        self.assertAlmostEqual(me["home"]["longitude"], 14.502)
        self.assertTrue(me["onDuty"])
        entered = me["held"].pop("dutyChangedAt")
        self.assertEqual(me["held"], {"positionKeptSeconds": 600}, "and nothing else is held yet")
        self.on_duty(False)
        me = self.me()
        self.assertNotIn("onDuty", me)
        self.assertNotEqual(me["held"]["dutyChangedAt"], entered)

    def test_what_else_is_held_comes_and_goes(self):
        phone = Phone(self.server, self.tokens["ana"])
        phone.stream.send_json({"presence": {"position": PLACE, "accuracyMeters": 5}})
        self.assertTrue(eventually(lambda: "positionHeardAt" in self.me()["held"]))
        self.raise_alert()
        self.assertEqual(phone.answer(phone.receive("offer")["offer"], True)["code"], "OK")
        for device in ("phone", "tablet"):
            body = dict(push_test.GOOD, device=device, endpoint=push_test.GOOD["endpoint"] + device)
            path = "/v1/responders/ana/push-subscription"
            self.assertEqual(self.server.request("PUT", path, body, self.tokens["ana"])[0], 204)
        held = self.me()["held"]
        self.assertEqual((held["offers"], held["tasks"], held["pushDevices"], held["habit"]),
                         (1, 1, ["phone", "tablet"], {"asked": 1, "accepted": 1}))
        self.assertIn("deviceHeardAt", held)
        for secret in ("latitude", "canary", push_test.KEYS["auth"]):
            self.assertNotIn(secret, json.dumps(held), "when and how often, not where or with what")
        self.server.kill()
        self.server.start()
        after = self.me()["held"]
        self.assertNotIn("positionHeardAt", after, "it was in memory alone")
        for name in ("offers", "tasks", "pushDevices", "habit", "dutyChangedAt"):
            self.assertEqual(after[name], held[name], name)

    def test_of_nobody_else_and_nobody_else_reads_what_is_held(self):
        for other in ("bor", "nobody"):
            status, problem = self.record(other, "ana")
            self.assertEqual((status, problem["code"], problem["field"]), (403, "FORBIDDEN", "id"))
        status, _ = self.server.request("GET", "/v1/responders", token=self.tokens["ana"])
        self.assertEqual(status, 403, "nor the list")
        _, shown = self.record("ana", "desk")
        self.assertEqual([name for name in ("name", "phone", "home", "held") if name in shown], [])
        _, shown = self.record("ana", "registrar")
        self.assertEqual([name for name in ("name", "phone", "home", "held") if name in shown],
                         ["name", "phone", "home"])
        self.assertEqual(self.record("ana", "centre")[0], 403)

    def test_who_was_struck_off_is_not_known(self):
        status, _ = self.server.request("DELETE", "/v1/responders/ana", token=self.tokens["registrar"])
        self.assertEqual(status, 204)
        self.assertEqual((self.record()[0], self.record()[1]["code"]), (404, "NOT_FOUND"))

    def test_protobuf_and_no_cache(self):
        connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=10)
        self.addCleanup(connection.close)
        connection.request("GET", "/v1/responders/ana", headers={
            "Accept": "application/x-protobuf", "Authorization": "Bearer " + self.tokens["ana"]})
        answer = connection.getresponse()
        self.assertIn(b"Canary Name", answer.read())
        self.assertEqual((answer.headers["Cache-Control"], answer.headers["ETag"]), ("no-store", None))


class WithoutPush(Town):
    def test_there_are_no_devices(self):
        status, me = self.server.request("GET", "/v1/responders/ana", token=self.tokens["ana"])
        self.assertEqual((status, "pushDevices" in me["held"]), (200, False))


if __name__ == "__main__":
    chain_test.main()
