"""Why people are asked, over HTTP and by the command line; what each role sees of it."""

import http.client
import os
import subprocess

import chain_test
from chain_test import PLACE, Phone, Town


def everything(value):
    """Each text and number of a JSON value."""
    if isinstance(value, dict):
        return [leaf for key, part in value.items() for leaf in [key, *everything(part)]]
    if isinstance(value, list):
        return [leaf for part in value for leaf in everything(part)]
    return [value]


class Explain(Town):
    def setUp(self):
        super().setUp()
        self.tokens |= self.server.create_tokens(
            {"name": "operator", "role": "OPERATOR", "jurisdiction": "ljubljana"})
        self.put("/v1/aeds/vault", {"name": "Bank vault", "access": "PUBLIC", "openingHours": "off",
                                    "position": dict(PLACE, longitude=14.5005)})
        self.put("/v1/responders/lapsed",
                 {"name": "Canary Name", "onDuty": True, "certifiedUntil": "2020-01-01T00:00:00Z",
                  "home": dict(PLACE, longitude=14.501)})

    def explanation(self, incident, token="desk"):
        status, reply = self.server.request("GET", f"/v1/incidents/{incident}/explain",
                                            token=self.tokens[token])
        self.assertEqual(status, 200, reply)
        return reply

    def command_line(self, *words, language="en"):
        program = os.path.join(os.path.dirname(chain_test.BINARY), "goldenfour")
        return subprocess.run(
            [program, "--lang", language, "--server", f"http://127.0.0.1:{self.server.port}",
             *words], env=dict(os.environ, GOLDENFOUR_TOKEN=self.tokens["desk"]), timeout=30,
            stdout=subprocess.PIPE, check=True).stdout.decode()

    def test_before_and_after_acceptance_by_role(self):
        phones = {person: Phone(self.server, self.tokens[person]) for person in self.people}
        incident = self.raise_alert()
        offers = chain_test.Chain.offers(phones)
        fetcher = next(person for person, offer in offers.items() if offer["role"] == "AED")
        number = offers[fetcher]["offer"]
        for token in ("desk", "centre", "operator"):
            self.check_before(self.explanation(incident, token), number)
        self.check_words_before(incident)
        self.assertEqual(phones[fetcher].answer(number, True)["code"], "OK")
        self.check_after(incident, number, fetcher)

    def line(self, explanation, number):
        return next(offer for offer in explanation["offers"] if offer["id"] == number)

    def check_before(self, explanation, number):
        leaves = everything(explanation)
        for person in [*self.people, "Canary Name", "Canary Street 5", "+386-555-0100"]:
            self.assertNotIn(person, leaves)
        line = self.line(explanation, number)
        self.assertEqual(line["arrivalSecondsTo"] - line.get("arrivalSecondsFrom", 0), 30)
        why = line["why"]
        self.assertEqual(why["aedName"], "Library")
        self.assertEqual(why["aedReasons"][0]["code"], "OPEN")
        self.assertGreater(why["likelySecondsTo"], why["likelySecondsFrom"])
        for exact in ("responderName", "distanceMeters", "aedReachedSeconds", "fromHome"):
            self.assertNotIn(exact, why)
        self.assertEqual(explanation["excluded"]["NOT_CERTIFIED"], 1)
        other = next(other for other in explanation["bestNonOffers"]
                     if other["reason"] == "NOT_CERTIFIED")
        self.assertTrue(other["responder"].startswith("other "))
        self.assertGreater(other["gain"], 0)
        self.assertEqual([(out["aed"], out["reason"]["code"])
                          for out in explanation["aedsRuledOut"]], [("vault", "CLOSED")])

    def check_words_before(self, incident):
        english = self.command_line("explain", incident)
        for part in ('via AED "Library", open 24 h', "likely to accept; gain", "responder ",
                     "no valid certificate", '"Bank vault"', "closed"):
            self.assertIn(part, english)
        chinese = self.command_line("incident", "explain", incident, language="zh")
        for part in ("救护员", "24 小时开放", "存活增益", "证书无效", "关闭"):
            self.assertIn(part, chinese)
        for name in ("Canary", "ana", "bor", "cene"):
            self.assertNotIn(name, english.replace(incident, ""))

    def check_after(self, incident, number, fetcher):
        line = self.line(self.explanation(incident), number)
        self.assertEqual((line["responder"], line["why"]["responderName"]), (fetcher, "Canary Name"))
        self.assertEqual(line["arrivalSecondsFrom"], line["arrivalSecondsTo"])
        self.assertGreater(line["why"]["distanceMeters"], 0)
        self.assertIn(f"Canary Name ({fetcher}): ", self.command_line("explain", incident))
        for token in ("centre", "operator"):
            leaves = everything(self.explanation(incident, token))
            self.assertNotIn(fetcher, leaves)
            self.assertNotIn("Canary Name", leaves)
        before = self.explanation(incident)
        self.server.kill()
        self.server.start()
        self.assertEqual(before, self.explanation(incident), "stored, not worked out again")
        self.act(incident, "cancel")
        self.assertNotIn("Canary Name", everything(self.explanation(incident)))

    def test_a_held_incident_says_so(self):
        incident = self.raise_alert(hazards=["VIOLENCE"])
        explanation = self.explanation(incident)
        self.assertEqual((explanation["status"], explanation["hazards"]), ("HELD", ["VIOLENCE"]))
        text = self.command_line("explain", incident)
        self.assertIn("Held", text)
        self.assertIn("violence", text)

    def test_neither_responders_nor_registrars_nor_neighbours_read_it(self):
        incident = self.raise_alert()
        self.tokens |= self.server.create_tokens(
            {"name": "neighbour", "role": "TOKEN_DISPATCHER", "jurisdiction": "kranj"})
        for token, code in (("ana", "FORBIDDEN"), ("registrar", "FORBIDDEN"),
                            ("neighbour", "WRONG_JURISDICTION")):
            status, problem = self.server.request("GET", f"/v1/incidents/{incident}/explain",
                                                  token=self.tokens[token])
            self.assertEqual((status, problem["code"]), (403, code))


class Usability(Town):
    """What can be used when: the registry's answers."""

    def aed(self, path, token="registrar", headers=None):
        status, reply = self.server.request("GET", path, token=self.tokens[token], headers=headers)
        self.assertEqual(status, 200, reply)
        return reply

    def test_what_is_usable_comes_first_at_that_time(self):
        self.put("/v1/aeds/office", {"access": "PUBLIC", "openingHours": "Mo-Fr 08:00-16:00",
                                     "position": dict(PLACE, longitude=14.5001),
                                     "verifiedAt": "2026-01-05T10:00:00Z",
                                     "padsExpireOn": "2026-05-31"})
        search = "/v1/aeds?near=46.05,14.5&datum=WGS84&usableAt="
        night = self.aed(search + "2026-01-07T01:00:00Z")["aeds"]
        self.assertEqual([aed["id"] for aed in night], ["library", "office"])
        office = night[1]["usability"]
        self.assertEqual((office.get("probability", 0), office["reasons"][0]["code"]), (0, "CLOSED"))
        self.assertEqual(office["at"], "2026-01-07T01:00:00Z")
        day = self.aed(search + "2026-01-07T10:00:00Z")["aeds"]
        self.assertEqual([aed["id"] for aed in day], ["office", "library"])
        open_until = day[0]["usability"]["reasons"][0]
        self.assertEqual(open_until["code"], "OPEN")
        self.assertIn("at", open_until)
        later = self.aed(search + "2026-06-03T10:00:00Z")["aeds"][0]["usability"]["reasons"]
        self.assertIn("PADS_EXPIRED", [reason["code"] for reason in later])

    def test_hours_that_cannot_be_read_are_unknown_and_say_where(self):
        self.put("/v1/aeds/odd", {"openingHours": "when the moon is full",
                                  "position": dict(PLACE, longitude=14.5001)})
        usability = self.aed("/v1/aeds/odd")["usability"]
        self.assertEqual(usability["reasons"][0]["code"], "HOURS_UNREADABLE")
        self.assertGreater(usability["probability"], 0)
        self.assertIn("byte", usability["hoursProblem"])

    def test_a_time_of_nonsense_is_refused(self):
        for text in ("now", "2026-13-01T00:00:00Z", "2026-01-01"):
            status, problem = self.server.request(
                "GET", f"/v1/aeds?near=46.05,14.5&datum=WGS84&usableAt={text}",
                token=self.tokens["registrar"])
            self.assertEqual((status, problem.get("field")), (400, "usableAt"), text)

    def test_no_cache_may_show_a_reserved_aed_as_free(self):
        """The tag is the record's version, which what follows from time and tonight leaves alone:
        so the answer is never stored, and a known tag never answered by 304."""
        phones = {person: Phone(self.server, self.tokens[person]) for person in self.people}
        free = self.aed("/v1/aeds/library", "desk")["usability"]
        self.raise_alert()
        offers = chain_test.Chain.offers(phones)
        fetcher = next(person for person, offer in offers.items() if offer["role"] == "AED")
        phones[fetcher].answer(offers[fetcher]["offer"], True)
        known = {"If-None-Match": '"1"'}
        held = self.aed("/v1/aeds/library", "desk", known)["usability"]
        self.assertGreater(free["probability"], 0)
        self.assertEqual(held.get("probability", 0), 0)
        self.assertIn("RESERVED", [reason["code"] for reason in held["reasons"]])
        public = self.aed("/v1/aeds/library", "ana")["usability"]
        self.assertNotIn("RESERVED", [reason["code"] for reason in public["reasons"]])
        self.assertEqual(self.cache_control("/v1/aeds/library"), "no-store")

    def cache_control(self, path):
        connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=10)
        connection.request("GET", path,
                           headers={"Authorization": "Bearer " + self.tokens["registrar"]})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.headers["Cache-Control"]

    def test_the_command_line_says_it_in_words(self):
        program = os.path.join(os.path.dirname(chain_test.BINARY), "goldenfour")
        for language, word in (("en", "open"), ("zh", "开放")):
            done = subprocess.run(
                [program, "--lang", language, "--server",
                 f"http://127.0.0.1:{self.server.port}", "aed", "show", "library"],
                env=dict(os.environ, GOLDENFOUR_TOKEN=self.tokens["registrar"]), timeout=30,
                stdout=subprocess.PIPE, check=True)
            self.assertIn(word, done.stdout.decode())


class Habit(Town):
    """Who says no again and again is thought less likely to come, also after a restart."""

    def acceptance(self, incident, number):
        _, reply = self.server.request("GET", f"/v1/incidents/{incident}/explain",
                                       token=self.tokens["desk"])
        return next(o["acceptance"] for o in reply["offers"] if o["id"] == number)

    def asked(self, phone):
        incident = self.raise_alert()
        return incident, phone.receive("offer")["offer"]

    def test_history_survives_a_kill(self):
        phone = Phone(self.server, self.tokens["ana"])
        incident, first = self.asked(phone)
        fresh = self.acceptance(incident, first)
        for _ in range(4):
            self.assertEqual(phone.answer(first, False)["code"], "OK")
            self.act(incident, "cancel")
            incident, first = self.asked(phone)
        tired_of_it = self.acceptance(incident, first)
        self.assertLess(tired_of_it, fresh)
        self.act(incident, "cancel")
        self.server.kill()
        self.server.start()
        phone = Phone(self.server, self.tokens["ana"])
        incident, first = self.asked(phone)
        self.assertAlmostEqual(self.acceptance(incident, first), tired_of_it, delta=0.02)


if __name__ == "__main__":
    chain_test.main()
