"""Rescue teams over HTTP, and the major event that calls them."""

import chain_test
from chain_test import PLACE, Phone, Town, eventually


class Teams(Town):
    def setUp(self):
        super().setUp()
        self.tokens |= self.server.create_tokens(
            {"name": "registrar-kranj", "role": "REGISTRAR", "jurisdiction": "kranj"})

    def ask(self, method, path, body=None, token="registrar", headers=None):
        return self.server.request(method, path, body, self.tokens[token], headers)

    TEAM = {"name": "Canary Rescue", "captain": "ana", "deputies": ["bor"], "members": ["cene"]}

    def test_create_read_change_list_delete(self):
        status, team = self.ask("PUT", "/v1/teams/lake", self.TEAM)
        self.assertEqual((status, team["version"], team["captain"]), (201, "1", "ana"))
        self.assertEqual(self.ask("PUT", "/v1/teams/lake", self.TEAM)[1]["version"], "1",
                         "the same again is no change")
        changed = dict(self.TEAM, deputies=[])
        status, problem = self.ask("PUT", "/v1/teams/lake", changed, headers={"If-Match": '"7"'})
        self.assertEqual((status, problem["code"]), (412, "PRECONDITION_FAILED"))
        status, team = self.ask("PUT", "/v1/teams/lake", changed, headers={"If-Match": '"1"'})
        self.assertEqual((status, team["version"], team.get("deputies", [])), (200, "2", []))
        self.ask("PUT", "/v1/teams/peak", dict(self.TEAM, name="Peak"))
        status, page = self.ask("GET", "/v1/teams?pageSize=1")
        self.assertEqual([each["id"] for each in page["teams"]], ["lake"])
        _, page = self.ask("GET", "/v1/teams?pageToken=" + page["nextPageToken"])
        self.assertEqual([each["id"] for each in page["teams"]], ["peak"])
        self.server.kill()
        self.server.start()
        self.assertEqual(self.ask("GET", "/v1/teams/lake")[1]["version"], "2", "survives a kill")
        self.assertEqual(self.ask("DELETE", "/v1/teams/lake")[0], 204)
        self.assertEqual(self.ask("GET", "/v1/teams/lake")[0], 404)
        self.assertEqual(self.ask("DELETE", "/v1/teams/lake")[0], 404)

    def test_what_is_wrong_with_a_team_is_told_by_field(self):
        team = self.TEAM
        cases = [
            ("no captain", {"name": "T"}, 400, "MISSING_FIELD", "captain"),
            ("twice in it", dict(team, members=["ana"]), 400, "INVALID_FIELD", "members[0]"),
            ("an id of nonsense", dict(team, deputies=["b b"]), 400, "INVALID_FIELD",
             "deputies[0]"),
            ("too many", dict(team, members=[f"m{i}" for i in range(5000)]), 400, "INVALID_FIELD",
             "members"),
            ("a name without end", dict(team, name="n" * 5000), 400, "TEXT_TOO_LONG", "name"),
            ("another id than the path's", dict(team, id="other"), 400, "INVALID_FIELD", "id"),
            ("a field that is none", dict(team, colour="red"), 400, "UNKNOWN_FIELD", None),
            ("a number as name", dict(team, name=7), 400, "INVALID_FIELD", None),
            ("a list as captain", dict(team, captain=["ana"]), 400, "INVALID_FIELD", None),
            ("another jurisdiction", dict(team, jurisdiction="kranj"), 403, "WRONG_JURISDICTION",
             None),
        ]
        for name, body, status, code, field in cases:
            with self.subTest(name):
                got, problem = self.ask("PUT", "/v1/teams/x", body)
                self.assertEqual((got, problem["code"]), (status, code), problem)
                if field:
                    self.assertEqual(problem["field"], field)
        self.assertEqual(self.ask("GET", "/v1/teams/x")[0], 404, "nothing of it was kept")

    def test_paths_and_roles(self):
        self.ask("PUT", "/v1/teams/lake", self.TEAM)
        cases = [
            ("GET", "/v1/teams/a%20b", None, "registrar", 404),
            ("PUT", "/v1/teams/a%20b", self.TEAM, "registrar", 400),
            ("GET", "/v1/teams?pageSize=0", None, "registrar", 400),
            ("GET", "/v1/teams?pageToken=a%20b", None, "registrar", 400),
            ("GET", "/v1/teams/lake", None, "registrar-kranj", 403),
            ("PUT", "/v1/teams/lake", self.TEAM, "registrar-kranj", 403),
            ("DELETE", "/v1/teams/lake", None, "registrar-kranj", 403),
            ("PUT", "/v1/teams/lake", self.TEAM, "desk", 403),
            ("PUT", "/v1/teams/lake", self.TEAM, "ana", 403),
            ("DELETE", "/v1/teams/lake", None, "centre", 403),
        ]
        for method, path, body, token, status in cases:
            with self.subTest(f"{method} {path} by {token}"):
                got, problem = self.ask(method, path, body, token)
                self.assertEqual(got, status, problem)
                self.assertIn("code", problem)
        self.assertEqual(self.ask("GET", "/v1/teams/lake", token="desk")[1]["name"],
                         "Canary Rescue", "who calls it knows its name")


class Major(Town):
    def setUp(self):
        super().setUp()
        self.put("/v1/responders/dora",
                 {"name": "Canary Name", "onDuty": True, "certifiedUntil": "2099-01-01T00:00:00Z",
                  "home": dict(PLACE, longitude=14.6)})  # too far to be asked alone
        self.put("/v1/teams/lake", {"name": "Lake", "captain": "ana", "members": ["dora"]})

    def test_a_major_event_calls_the_captain_then_the_members_and_tells_the_desk(self):
        captain = Phone(self.server, self.tokens["ana"])
        incident = self.raise_alert(kind="DROWNING", hazards=["FIRE"])
        status, reply = self.act(incident, "declareMajor",
                                 {"casualties": 12, "rally": dict(PLACE, latitude=46.051)})
        self.assertEqual(status, 200, reply)
        state = self.incident(incident)
        self.assertTrue(state["major"])
        self.assertEqual(state["casualties"], 12)
        self.assertAlmostEqual(state["rally"]["latitude"], 46.051)
        self.assertIn("MAJOR_EVENT", [alarm["kind"] for alarm in state["alarms"]])
        if state["status"] == "HELD":
            self.assertEqual(self.act(incident, "resume")[0], 200)
        offer = self.offer_as(captain, "CAPTAIN")
        self.assertEqual(captain.answer(offer, True)["code"], "OK")
        roster = eventually(lambda: [team for team in self.incident(incident)["teams"]
                                     if team.get("leader") == "ana"])
        self.assertEqual(roster[0]["team"], "lake")
        self.assertGreaterEqual(roster[0].get("asked", 0), 1, "the members are asked")
        again = self.act(incident, "declareMajor", {"casualties": 12})
        self.assertEqual(again[0], 200)
        self.assertEqual(len([a for a in self.incident(incident)["alarms"]
                              if a["kind"] == "MAJOR_EVENT"]), 1, "told once")

    @staticmethod
    def offer_as(phone, role):
        for _ in range(5):
            frame = phone.receive("offer")
            if frame["role"] == role:
                return frame["offer"]
        raise AssertionError("no such offer")

    def test_what_is_wrong_with_a_declaration(self):
        incident = self.raise_alert(hazards=["VIOLENCE"])
        cases = [
            ("too many", {"casualties": 4_000_000}, 400, "INVALID_FIELD", "casualties"),
            ("a negative number", {"casualties": -1}, 400, None, None),
            ("a place without datum", {"rally": {"latitude": 46, "longitude": 14}}, 400,
             "DATUM_REQUIRED", None),
            ("a place beyond the earth", {"rally": dict(PLACE, latitude=91)}, 400,
             "POSITION_OUT_OF_RANGE", None),
            ("a field that is none", {"dead": 3}, 400, "UNKNOWN_FIELD", None),
        ]
        for name, body, status, code, field in cases:
            with self.subTest(name):
                got, problem = self.act(incident, "declareMajor", body)
                self.assertEqual(got, status, problem)
                if code:
                    self.assertEqual(problem["code"], code, problem)
                if field:
                    self.assertEqual(problem["field"], field)
        self.assertNotIn("major", self.incident(incident))
        for token in ("ana", "registrar"):
            got = self.server.request("POST", f"/v1/incidents/{incident}:declareMajor", {},
                                      self.tokens[token])
            self.assertEqual((got[0], got[1]["code"]), (403, "FORBIDDEN"))
        missing = self.act("ljubljana-1-99", "declareMajor")
        self.assertEqual((missing[0], missing[1]["code"]), (404, "NOT_FOUND"))
        self.act(incident, "cancel")
        late = self.act(incident, "declareMajor", {"casualties": 3})
        self.assertEqual((late[0], late[1]["code"]), (409, "ILLEGAL_TRANSITION"))


if __name__ == "__main__":
    chain_test.main()
