"""AEDs without a token on the real binary: what is shown, what never, caching, limits; and the pages of
the list with a token."""

import argparse
import http.client
import json
import os
import sys
import unittest

import chain_test
import config
from chain_test import Phone, Town
from server import Server, temporary_directory

GOLDENFOURD = None
PUBLIC = "/v1/public/aeds"
NEAR = f"{PUBLIC}?near=46.05,14.5&datum=WGS84"
BOX = f"{PUBLIC}?bbox=14.4,46.0,14.6,46.1&datum=WGS84"
LIMITS = """
[api]
page_size = 3
max_aed_page = 6
aed_page_looked_at = 4
[public]
aeds = 4
usual_aeds = 3
max_square_kilometers = 500
max_age_seconds = 7
requests_per_second = 1
requests_burst = 60
"""


def place(latitude, longitude):
    return {"latitude": latitude, "longitude": longitude, "datum": "WGS84"}


class Public(unittest.TestCase):
    def setUp(self):
        directory = temporary_directory()
        self.addCleanup(directory.cleanup)
        self.server = Server(GOLDENFOURD, directory.name, config.text(directory.name, extra=LIMITS))
        self.server.start()
        self.addCleanup(self.server.end)
        self.tokens = self.server.create_tokens(
            {"name": "registrar", "role": "REGISTRAR", "jurisdiction": "ljubljana"},
            {"name": "desk", "role": "TOKEN_DISPATCHER", "jurisdiction": "ljubljana"},
            {"name": "kranj", "role": "REGISTRAR", "jurisdiction": "kranj"})

    def put(self, name, latitude=46.05, token="registrar", **fields):
        status, reply = self.server.request(
            "PUT", f"/v1/aeds/{name}", {"name": name, "position": place(latitude, 14.5),
                                        "access": "PUBLIC", **fields}, self.tokens[token])
        self.assertEqual(status, 201, reply)

    def get(self, path=NEAR, token=None):
        status, reply = self.server.request("GET", path, token=token)
        self.assertEqual(status, 200, reply)
        return reply

    def raw(self, path, headers=None):
        """Status, header and body of an answer."""
        connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=10)
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def refused(self, path, status, code, field):
        got, problem = self.server.request("GET", path)
        self.assertEqual((got, problem["code"], problem.get("field")), (status, code, field))

    def test_what_is_known_not_to_be_public_is_shown_to_nobody(self):
        self.put("open", openingHours="24/7", address="Street 1", locationHint="left", floor="0",
                 equipment=["AED", "BLEEDING_KIT"], doorCode="canary 1", source="canary 2")
        self.put("secret", access="PRIVATE", openingHours="24/7")
        self.put("staff", access="RESTRICTED", openingHours="24/7")
        for path in (NEAR, BOX):
            reply = self.get(path)
            self.assertNotIn("canary", json.dumps(reply))
            self.assertEqual([aed["id"] for aed in reply["aeds"]], ["open"])
            aed = reply["aeds"][0]
            self.assertEqual((aed["state"], aed["access"]), ("USABLE", "PUBLIC"))
            self.assertEqual(aed["equipment"], ["AED", "BLEEDING_KIT"])
            self.assertEqual(aed["reasons"], ["OPEN", "ACCESS_PUBLIC", "NEVER_VERIFIED"])
            self.assertNotIn("truncated", reply)

    def test_unknown_is_never_good_and_closed_says_until_when(self):
        self.put("silent")
        self.put("nonsense", latitude=46.051, openingHours="ask inside")
        self.put("gone", latitude=46.052, openingHours="24/7", status="OUT_OF_SERVICE")
        by_id = {aed["id"]: aed for aed in self.get()["aeds"]}
        self.assertEqual({name: aed["state"] for name, aed in by_id.items()},
                         {"silent": "UNKNOWN", "nonsense": "UNKNOWN", "gone": "NOT_USABLE"})
        self.assertIn("HOURS_UNKNOWN", by_id["silent"]["reasons"])
        self.put("never", latitude=46.0501, openingHours="off")
        self.put("next-year", latitude=46.0502, openingHours="2098 Jan 01-2098 Dec 31 08:00-09:00")
        shut = {aed["id"]: aed for aed in self.get(NEAR + "&limit=4")["aeds"]}
        self.assertEqual((shut["never"]["state"], shut["next-year"]["state"]), ("CLOSED", "CLOSED"))
        self.assertNotIn("opensAt", shut["never"])

    def test_one_of_unknown_access_is_neither_open_nor_hidden(self):
        for name, more in (("always", {"openingHours": "24/7"}), ("silent", {}),
                           ("never", {"openingHours": "off"}),
                           ("gone", {"openingHours": "24/7", "status": "OUT_OF_SERVICE"})):
            self.put(name, access="AED_ACCESS_UNKNOWN", doorCode="canary 1", source="canary 2", **more)
        self.put("staff", access="RESTRICTED", openingHours="24/7")
        for path in (NEAR, BOX):
            reply = self.get(path + "&limit=4")
            self.assertNotIn("canary", json.dumps(reply))
            by_id = {aed["id"]: aed for aed in reply["aeds"]}
            self.assertEqual({name: aed["state"] for name, aed in by_id.items()},
                             {"always": "UNKNOWN", "silent": "UNKNOWN", "never": "CLOSED",
                              "gone": "NOT_USABLE"})
            self.assertEqual(by_id["always"]["reasons"], ["OPEN", "ACCESS_UNKNOWN", "NEVER_VERIFIED"])
            for aed in by_id.values():
                self.assertNotIn("access", aed, "unknown is the value that is left out")
                self.assertNotIn("closesAt", aed)

    def test_closed_ones_say_when_they_open(self):
        # Of two halves of every day one is shut now, and opens with the other.
        self.put("morning", openingHours="00:00-12:00")
        self.put("afternoon", latitude=46.0501, openingHours="12:00-24:00")
        aeds = self.get()["aeds"]
        self.assertEqual(sorted(aed["state"] for aed in aeds), ["CLOSED", "USABLE"])
        for aed in aeds:
            self.assertEqual("opensAt" in aed, aed["state"] == "CLOSED", aed)
            self.assertEqual("closesAt" in aed, aed["state"] == "USABLE", aed)

    def test_caches_may_keep_it_and_ask_whether_it_is_still_true(self):
        self.put("open", openingHours="24/7")
        status, headers, body = self.raw(NEAR)
        self.assertEqual(status, 200)
        self.assertEqual(headers["Cache-Control"], "public, max-age=7")
        self.assertEqual(headers["Vary"], "Accept")
        tag = headers["ETag"]
        for asked in (tag, f'"other", {tag}', "W/" + tag, "*"):
            status, headers, body = self.raw(NEAR, {"If-None-Match": asked})
            self.assertEqual((status, body, headers["ETag"]), (304, b"", tag))
        self.put("second", latitude=46.0501, openingHours="24/7")
        status, headers, _ = self.raw(NEAR, {"If-None-Match": tag})
        self.assertEqual(status, 200)
        self.assertNotEqual(headers["ETag"], tag)
        status, headers, _ = self.raw(NEAR, {"Accept": "application/x-protobuf"})
        self.assertEqual(headers["Content-Type"], "application/x-protobuf")

    def test_every_limit_is_kept(self):
        for number in range(6):
            self.put(f"aed-{number}", latitude=46.05 + number / 10_000, openingHours="24/7")
        for path, most in ((NEAR, 3), (BOX, 3), (NEAR + "&limit=4", 4), (BOX + "&limit=4", 4)):
            reply = self.get(path)
            self.assertEqual((len(reply["aeds"]), reply["truncated"]), (most, True), path)
        self.assertEqual(self.get(NEAR)["aeds"][0]["id"], "aed-0", "the nearest first")
        self.refused(NEAR + "&limit=5", 400, "INVALID_FIELD", "limit")
        self.refused(f"{PUBLIC}?bbox=14,46,15,47&datum=WGS84", 400, "INVALID_FIELD", "bbox")
        self.refused(f"{PUBLIC}?near=46,14", 400, "DATUM_REQUIRED", "datum")
        self.refused(PUBLIC, 400, "MISSING_FIELD", "near")
        self.refused(NEAR + "&radius=1e9", 400, "INVALID_FIELD", "radius")
        self.refused(NEAR + "&colour=red", 400, "UNKNOWN_FIELD", "colour")

    def test_one_address_cannot_ask_without_end(self):
        for _ in range(80):
            status, headers, body = self.raw(NEAR)
            if status != 200:
                break
        self.assertEqual((status, json.loads(body)["code"]), (429, "RATE_LIMITED"))
        self.assertEqual(headers["Retry-After"], "1")
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertEqual(self.server.request("GET", "/readyz")[0], 200, "the others go on")

    def pages(self, query=""):
        """Names and states page by page."""
        pages, token = [], ""
        while True:
            reply = self.get(f"/v1/aeds?pageSize=6&pageToken={token}{query}", self.tokens["desk"])
            pages.append({aed["id"]: aed["usability"]["state"] for aed in reply.get("aeds", [])})
            token = reply.get("nextPageToken", "")
            if not token:
                return pages

    def test_the_whole_registry_in_pages_with_its_state(self):
        expected = {}
        for number in range(9):
            self.put(f"aed-{number}", openingHours="24/7" if number % 2 else "off")
            expected[f"aed-{number}"] = "USABLE" if number % 2 else "CLOSED"
        self.put("aed-20", token="kranj")
        pages = self.pages()
        self.assertEqual({name: state for page in pages for name, state in page.items()}, expected)
        self.assertEqual([len(page) for page in pages], [3, 4, 2], "no more than four are looked at")
        self.assertEqual(self.pages("&bbox=10,40,11,41&datum=WGS84"), [{}, {}, {}])
        reply = self.get("/v1/aeds?pageToken=", self.tokens["desk"])
        self.assertEqual(len(reply["aeds"]), 3, "a page's usual size")
        for path, code in (("/v1/aeds?pageSize=7", "INVALID_FIELD"),
                           ("/v1/aeds?pageSize=2&pageToken=%20", "INVALID_FIELD"),
                           ("/v1/aeds?pageSize=2&bbox=1,2,3,4", "DATUM_REQUIRED"),
                           ("/v1/aeds?pageSize=2&limit=3", "UNKNOWN_FIELD")):
            status, problem = self.server.request("GET", path, token=self.tokens["desk"])
            self.assertEqual((status, problem["code"]), (400, code), path)


class Tonight(Town):
    def states(self):
        """Of the library, as everybody and as the dispatcher sees it."""
        _, everybody = self.server.request("GET", NEAR)
        _, desk = self.server.request("GET", "/v1/aeds/library", token=self.tokens["desk"])
        return everybody["aeds"][0]["state"], desk["usability"]["state"]

    def test_what_incidents_do_to_an_aed_stays_inside(self):
        self.assertEqual(self.states(), ("USABLE", "USABLE"))
        phones = {person: Phone(self.server, self.tokens[person]) for person in self.people}
        self.raise_alert()
        fetcher, offer = next((person, offer) for person, offer in chain_test.Chain.offers(phones).items()
                              if offer["role"] == "AED")
        accepted = phones[fetcher].answer(offer["offer"], True)
        self.assertEqual(accepted["code"], "OK", accepted)
        self.assertEqual(self.states(), ("USABLE", "NOT_USABLE"), "promised to somebody")
        phones[fetcher].progress(accepted["task"], "AED_UNAVAILABLE")
        self.assertEqual(self.states(), ("NOT_USABLE", "NOT_USABLE"), "reported missing")
        self.assertNotIn("REPORTED", json.dumps(self.server.request("GET", NEAR)))


def main():
    global GOLDENFOURD
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", required=True)
    options, rest = parser.parse_known_args()
    GOLDENFOURD = chain_test.BINARY = os.path.abspath(options.server)
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)


if __name__ == "__main__":
    main()
