"""The dispatcher's hand over HTTP: assign, release, relocate, escalate, and how phones hear of it."""

import http.client

import chain_test
from chain_test import PLACE, Phone, Town, eventually


def told(phone, kind, check):
    """The first frame of this kind that passes the check; earlier ones are older news."""
    for _ in range(50):
        frame = phone.receive(kind)
        if check(frame):
            return frame
    raise AssertionError(f"no such {kind}")


class Acts(Town):
    def open(self):
        """An incident whose offers are all declined: its phones, and somebody who said no."""
        phones = {person: Phone(self.server, self.tokens[person]) for person in self.people}
        incident = self.raise_alert()
        declined = []
        for _ in self.people:
            for person, offer in chain_test.Chain.offers(phones).items():
                if phones[person].answer(offer["offer"], False)["code"] == "OK":
                    declined.append(person)
            if not self.outstanding(incident):
                break
        return incident, phones, declined[0]

    def outstanding(self, incident):
        return [o for o in self.incident(incident)["offers"] if not o.get("end")]

    def codes(self, incident):
        _, timeline = self.server.request("GET", f"/v1/incidents/{incident}/timeline",
                                          token=self.tokens["desk"])
        return [(e["code"], e.get("detail", "")) for e in timeline["events"]]

    def test_a_named_person_gets_an_offer_and_another_errand_and_is_let_go(self):
        incident, phones, who = self.open()
        body = {"responder": who, "role": "CPR"}
        status, reply = self.act(incident, "assign", body)
        self.assertEqual((status, reply["code"]), (409, "RESPONDER_UNAVAILABLE"), "has said no")
        status, reply = self.act(incident, "assign", {**body, "force": True})
        self.assertEqual(status, 200, reply)
        offer = phones[who].receive("offer")
        again = self.act(incident, "assign", {**body, "force": True})
        self.assertEqual(again[0], 200)
        self.assertEqual(len(self.outstanding(incident)), 1, "said twice, asked once")
        task = phones[who].answer(offer["offer"], True)["task"]
        status, reply = self.act(incident, "assign",
                                 {"responder": who, "role": "AED", "aed": "library"})
        self.assertEqual(status, 200, reply)
        told(phones[who], "task", lambda frame: frame.get("aed", {}).get("name") == "Library")
        self.assertEqual(self.act(incident, "release", {"task": task})[0], 200)
        told(phones[who], "standDown", lambda frame: frame["cause"] == "RELEASED")
        self.assertEqual(self.act(incident, "release", {"task": task})[0], 200, "once is enough")
        self.assertEqual([code for code in self.codes(incident) if code[0] == "ACT"],
                         [("ACT", "ASSIGNED"), ("ACT", "ASSIGNED"), ("ACT", "RELEASED")])

    def test_a_corrected_place_reaches_the_holder(self):
        phone = Phone(self.server, self.tokens["ana"])
        incident = self.raise_alert()
        offer = phone.receive("offer")
        phone.answer(offer["offer"], True)
        status, reply = self.act(incident, "relocate", {
            "position": {"latitude": 46.0505, "longitude": 14.5, "datum": "WGS84"}, "floor": "9",
            "reason": "WRONG_ADDRESS"})
        self.assertEqual(status, 200, reply)
        task = told(phone, "task", lambda frame: frame.get("floor") == "9")
        self.assertEqual(task["address"], "Canary Street 5")
        self.assertAlmostEqual(task["place"]["latitude"], 46.0505)
        self.assertIn(("ACT", "RELOCATED"), self.codes(incident))

    def test_escalation_is_told_and_taken_back(self):
        incident, _, _ = self.open()
        self.assertEqual(self.act(incident, "escalate", {"level": 2})[0], 200)
        state = self.incident(incident)
        self.assertEqual(state["escalation"], 2)
        self.assertIn("ESCALATED", [alarm["kind"] for alarm in state["alarms"]])
        self.assertEqual(self.act(incident, "escalate", {"level": 0})[0], 200)
        self.assertNotIn("escalation", self.incident(incident))

    def test_two_calls_about_one_emergency_are_proposed_merged_and_parted(self):
        phone = Phone(self.server, self.tokens["ana"])
        first = self.raise_alert()
        task = phone.answer(phone.receive("offer")["offer"], True)["task"]
        second = self.raise_alert()
        state = self.incident(second)
        self.assertEqual(state["possibleTwin"], first)
        self.assertIn("POSSIBLE_DUPLICATE", [alarm["kind"] for alarm in state["alarms"]])
        self.assertEqual(self.act(first, "merge", {"into": second})[0], 200)
        self.assertEqual(self.act(first, "merge", {"into": second})[0], 200, "once is enough")
        told(phone, "standDown", lambda frame: frame["cause"] == "MERGED")
        goes_on = told(phone, "task", lambda frame: frame["task"].startswith(second + "-"))
        self.assertEqual(phone.progress(task, "LEFT")["code"], "OK", "by the old number, late")
        self.assertTrue(eventually(lambda: self.incident(second)["tasks"][0].get("leftAt")))
        self.assertEqual(goes_on["step"], "ACCEPTED")
        state = self.incident(first)
        self.assertEqual((state["status"], state["closeReason"], state["mergedInto"]),
                         ("CLOSED", "MERGED", second))
        self.assertEqual(self.incident(second)["merged"], [first])
        self.server.kill()
        self.server.start()
        self.assertEqual(self.act(first, "unmerge")[0], 200)
        state = self.incident(first)
        self.assertEqual(state["status"], "OPEN")
        self.assertNotIn("mergedInto", state)
        self.assertIn(("MERGE", "UNMERGED"), self.codes(first))
        self.assertIn(("MERGE", "PARTED"), self.codes(second))

    def test_if_match_guards_an_act(self):
        incident, _, _ = self.open()
        version = self.incident(incident)["version"]
        path = f"/v1/incidents/{incident}:hold"
        stale = self.server.request("POST", path, {}, self.tokens["desk"],
                                    {"If-Match": f'"{int(version) - 1}"'})
        self.assertEqual((stale[0], stale[1]["code"]), (412, "PRECONDITION_FAILED"))
        self.assertEqual(self.incident(incident)["status"], "OPEN")
        fresh = self.server.request("POST", path, {}, self.tokens["desk"],
                                    {"If-Match": f'"{version}"'})
        self.assertEqual(fresh[0], 200, fresh)

    def test_acts_survive_a_restart(self):
        incident, phones, _ = self.open()
        self.act(incident, "escalate", {"level": 1})
        self.act(incident, "assign", {"responder": "bor", "role": "GUIDE", "force": True})
        offer = phones["bor"].receive("offer")
        self.server.kill()
        self.server.start()
        self.assertEqual(self.incident(incident)["escalation"], 1)
        again = Phone(self.server, self.tokens["bor"], resume=phones["bor"].position)
        self.assertEqual(again.answer(offer["offer"], True)["code"], "OK")
        self.assertTrue(eventually(lambda: self.incident(incident)["tasks"]))

    def test_a_move_that_matters_is_told_to_the_console(self):
        incident, phones, _ = self.open()
        self.act(incident, "assign", {"responder": "cene", "role": "CPR", "force": True})
        phones["cene"].answer(phones["cene"].receive("offer")["offer"], True)
        far = dict(PLACE, longitude=14.52)
        phones["cene"].stream.send_json({"presence": {"position": far, "accuracyMeters": 5}})
        self.assertTrue(eventually(
            lambda: "ARRIVAL_CHANGED" in [code for code, _ in self.codes(incident)]))


class WhoActed(Town):
    """Two desks at once: who did what, over HTTP and the stream, through a restart."""

    DESK_1 = {"kind": "DISPATCHER", "name": "desk-1"}
    DESK_2 = {"kind": "DISPATCHER", "name": "desk-2"}

    def setUp(self):
        super().setUp()
        self.tokens.update(self.server.create_tokens(
            *({"name": name, "role": "TOKEN_DISPATCHER", "jurisdiction": "ljubljana"}
              for name in ("desk-1", "desk-2"))))

    def by(self, desk, incident, method, body=None):
        status, reply = self.server.request("POST", f"/v1/incidents/{incident}:{method}", body or {},
                                            self.tokens[desk])
        self.assertEqual(status, 200, reply)

    def timeline(self, incident, reader="desk-1"):
        status, timeline = self.server.request("GET", f"/v1/incidents/{incident}/timeline",
                                               token=self.tokens[reader])
        self.assertEqual(status, 200, timeline)
        return timeline["events"]

    def evening(self):
        """An alert, a yes, and the hands of two desks: the incident and its alarm's number."""
        phone = Phone(self.server, self.tokens["ana"])
        incident = self.raise_alert()
        self.assertEqual(phone.answer(phone.receive("offer")["offer"], True)["code"], "OK")
        self.by("desk-1", incident, "escalate", {"level": 1})
        number = next(alarm["number"] for alarm in self.incident(incident)["alarms"]
                      if alarm["kind"] == "ESCALATED")
        self.by("desk-2", incident, "acknowledgeAlarm", {"number": number})
        self.by("desk-2", incident, "hold")
        self.by("desk-1", incident, "resume")
        return incident, number

    def test_each_act_has_its_name_and_an_answer_has_none(self):
        incident, number = self.evening()
        events = self.timeline(incident)
        actors = {(event["code"], event.get("detail")): event["actor"] for event in events}
        self.assertEqual(actors["OPENED", "CARDIAC_ARREST"], {"kind": "INTEGRATION", "name": "centre"})
        self.assertEqual(actors["OFFER_ENDED", "ACCEPTED"], {"kind": "RESPONDER"})
        self.assertEqual(actors["ACT", "ESCALATED"], self.DESK_1)
        self.assertEqual(actors["ALARM_ACKNOWLEDGED", "ESCALATED"], self.DESK_2)
        self.assertEqual(actors["STATUS_CHANGED", "HELD"], self.DESK_2)
        self.assertEqual(actors["STATUS_CHANGED", "OPEN"], self.DESK_1)
        for event in events:
            known = event["actor"]
            self.assertEqual("name" in known, known["kind"] not in ("SYSTEM", "RESPONDER"), event)
        self.assertEqual([event["actor"] for event in self.timeline(incident, "centre")],
                         [event["actor"] for event in events], "every reader sees the same")
        alarm = self.incident(incident)["alarms"][number - 1]
        self.assertEqual(alarm["acknowledgedBy"], self.DESK_2)
        _, listed = self.server.request("GET", "/v1/incidents", token=self.tokens["desk-1"])
        self.assertEqual(listed["incidents"][0]["alarms"][number - 1], alarm)
        protobuf = self.protobuf(f"/v1/incidents/{incident}/timeline")
        self.assertIn(b"desk-1", protobuf)
        self.assertIn(b"desk-2", protobuf)
        status, _ = self.server.request("GET", f"/v1/incidents/{incident}/timeline",
                                        token=self.tokens["ana"])
        self.assertEqual(status, 403)

    def protobuf(self, path):
        connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=10)
        self.addCleanup(connection.close)
        connection.request("GET", path, headers={"Accept": "application/x-protobuf",
                                                 "Authorization": "Bearer " + self.tokens["desk-1"]})
        return connection.getresponse().read()

    def test_the_other_desk_hears_it_at_once(self):
        console = Phone(self.server, self.tokens["desk-1"])
        incident, number = self.evening()
        heard = told(console, "incident",
                     lambda frame: frame["event"]["code"] == "ALARM_ACKNOWLEDGED")
        self.assertEqual(heard["event"]["actor"], self.DESK_2)
        self.assertEqual(heard["state"]["alarms"][number - 1]["acknowledgedBy"], self.DESK_2)
        heard = told(console, "incident", lambda frame: frame["event"]["code"] == "STATUS_CHANGED")
        self.assertEqual((heard["incident"], heard["event"]["actor"]), (incident, self.DESK_2))

    def test_it_is_known_after_a_restart(self):
        incident, number = self.evening()
        before = self.timeline(incident)
        self.server.kill()
        self.server.start()
        self.assertEqual(self.timeline(incident)[:len(before)], before)
        reset = Phone(self.server, self.tokens["desk-2"]).receive("reset")
        self.assertEqual(reset["incidents"][0]["alarms"][number - 1]["acknowledgedBy"], self.DESK_2)


class BadActs(Town):
    """Requests that are wrong, in one way each."""

    def test_each_is_refused_with_its_code(self):
        incident = self.raise_alert()
        offer = f"{incident}-1"
        place = {"latitude": 46.05, "longitude": 14.5, "datum": "WGS84"}
        somebody = {"responder": "ana", "role": "CPR"}
        cases = [
            ("assign", {"role": "CPR"}, 400, "MISSING_FIELD"),
            ("assign", {"responder": "ana"}, 400, "MISSING_FIELD"),
            ("assign", {"responder": "ana", "role": "PILOT"}, 400, "UNKNOWN_ENUM_VALUE"),
            ("assign", {**somebody, "aed": "library"}, 400, "INVALID_FIELD"),
            ("assign", {**somebody, "responder": "a b"}, 400, "INVALID_FIELD"),
            ("assign", {**somebody, "roll": "CPR"}, 400, "UNKNOWN_FIELD"),
            ("assign", {**somebody, "responder": "nobody"}, 404, "NOT_FOUND"),
            ("assign", {"responder": "cene", "role": "AED", "aed": "none"}, 404, "NOT_FOUND"),
            ("release", {}, 400, "MISSING_FIELD"),
            ("release", {"offer": offer, "task": offer}, 400, "INVALID_FIELD"),
            ("release", {"offer": "ljubljana-1-77-1"}, 400, "INVALID_FIELD"),
            ("release", {"task": f"{incident}-99"}, 404, "NOT_FOUND"),
            ("relocate", {}, 400, None),
            ("relocate", {"position": {"latitude": 46, "longitude": 14}}, 400, "DATUM_REQUIRED"),
            ("relocate", {"position": {**place, "latitude": 91}}, 400, "POSITION_OUT_OF_RANGE"),
            ("relocate", {"position": place, "reason": "WHIM"}, 400, "UNKNOWN_ENUM_VALUE"),
            ("relocate", {"position": place, "floor": "x" * 65}, 400, "TEXT_TOO_LONG"),
            ("escalate", {"level": 4}, 400, "INVALID_FIELD"),
            ("escalate", {"level": -1}, 400, None),
            ("merge", {}, 400, "MISSING_FIELD"),
            ("merge", {"into": "x"}, 400, "INVALID_FIELD"),
            ("merge", {"into": incident}, 400, "INVALID_FIELD"),
            ("merge", {"into": "ljubljana-1-77"}, 404, "NOT_FOUND"),
            ("merge", {"into": "elsewhere-1-1"}, 400, "INVALID_FIELD"),
            ("close", {"reason": "MERGED"}, 400, "INVALID_FIELD"),
        ]
        for method, body, status, code in cases:
            with self.subTest(method=method, body=body):
                got, problem = self.act(incident, method, body)
                self.assertEqual(got, status, problem)
                if code:
                    self.assertEqual(problem["code"], code, problem)
        for token in ("centre", "registrar", "ana"):
            for method in ("assign", "release", "relocate", "escalate", "merge", "unmerge"):
                got, problem = self.server.request("POST", f"/v1/incidents/{incident}:{method}", {},
                                                   self.tokens[token])
                self.assertEqual((got, problem["code"]), (403, "FORBIDDEN"), (token, method))

    def test_nobody_is_assigned_after_the_end_or_by_a_strange_version(self):
        incident = self.raise_alert()
        path = f"/v1/incidents/{incident}:hold"
        got = self.server.request("POST", path, {}, self.tokens["desk"], {"If-Match": "new"})
        self.assertEqual((got[0], got[1]["code"]), (400, "INVALID_FIELD"))
        self.act(incident, "cancel")
        got = self.act(incident, "assign", {"responder": "ana", "role": "CPR"})
        self.assertEqual((got[0], got[1]["code"]), (409, "ILLEGAL_TRANSITION"))


if __name__ == "__main__":
    chain_test.main()
