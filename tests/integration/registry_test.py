"""The registry on the real binary: AEDs and responders, versions, searches, imports, a restart."""

import argparse
import csv
import io
import os
import sys
import unittest

import config
from server import Server, temporary_directory

GOLDENFOURD = None
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SLOVENIA = os.path.join(ROOT, "deploy", "demo", "ljubljana", "aeds.csv")
MONACO = os.path.join(ROOT, "deploy", "demo", "monaco", "aeds.csv")
IMPORT = "/v1/aeds:import?jurisdiction=ljubljana&datum=WGS84"


def place(latitude, longitude, datum="DATUM_WGS84"):
    return {"latitude": latitude, "longitude": longitude, "datum": datum}


class Registry(unittest.TestCase):
    def setUp(self):
        directory = temporary_directory()
        self.addCleanup(directory.cleanup)
        self.server = Server(GOLDENFOURD, directory.name, config.text(directory.name))
        self.server.start()
        self.addCleanup(self.server.end)
        tokens = self.server.create_tokens(
            {"name": "registrar", "role": "REGISTRAR", "jurisdiction": "ljubljana"},
            {"name": "kranj", "role": "REGISTRAR", "jurisdiction": "kranj"},
            {"name": "desk", "role": "TOKEN_DISPATCHER", "jurisdiction": "ljubljana"})
        self.registrar, self.kranj, self.desk = tokens["registrar"], tokens["kranj"], tokens["desk"]

    def ask(self, method, path, body=None, token=None, headers=None):
        return self.server.request(method, path, body, token or self.registrar, headers)

    def put_aed(self, name, position, version=None, **fields):
        headers = {"If-Match": f'"{version}"'} if version else {}
        return self.ask("PUT", f"/v1/aeds/{name}",
                        {"name": name, "position": position, "access": "PUBLIC", **fields},
                        headers=headers)

    def import_text(self, text):
        return self.server.request_text("POST", IMPORT, self.registrar, text, "text/csv")

    def test_create_read_change_delete_by_version(self):
        status, aed = self.put_aed("a", place(46.05, 14.5), doorCode="1234")
        self.assertEqual((status, aed["version"]), (201, "1"))
        self.assertNotIn("doorCode", aed, "a door code is shown to the task's holder alone")
        self.assertEqual(self.put_aed("a", place(46.06, 14.5))[0], 428)
        self.assertEqual(self.put_aed("a", place(46.06, 14.5), version=7)[0], 412)
        status, aed = self.put_aed("a", place(46.06, 14.5), version=1)
        self.assertEqual((status, aed["version"]), (200, "2"))
        self.assertEqual(self.ask("DELETE", "/v1/aeds/a")[0], 428)
        self.assertEqual(self.ask("DELETE", "/v1/aeds/a", headers={"If-Match": '"1"'})[0], 412)
        self.assertEqual(self.ask("DELETE", "/v1/aeds/a", headers={"If-Match": '"2"'})[0], 204)
        self.assertEqual(self.ask("GET", "/v1/aeds/a")[0], 404)

    def test_near_is_ordered_and_converts_the_datum_once(self):
        self.put_aed("far", place(46.06, 14.5))
        self.put_aed("close", place(46.051, 14.5))
        self.put_aed("beyond", place(47.0, 14.5))
        _, reply = self.ask("GET", "/v1/aeds?near=46.05,14.5&datum=WGS84&radius=5000")
        self.assertEqual([aed["id"] for aed in reply["aeds"]], ["close", "far"])
        self.assertAlmostEqual(reply["aeds"][0]["distanceMeters"], 111.2, delta=0.5)
        # Jinhua in GCJ-02 is some 560 m from where the same numbers lie in WGS-84.
        self.put_aed("jinhua", place(29.0790641, 119.6474509, "DATUM_GCJ02"))
        _, aed = self.ask("GET", "/v1/aeds/jinhua")
        self.assertAlmostEqual(aed["position"]["latitude"], 29.0820414, delta=2e-5)
        self.assertEqual(aed["position"]["datum"], "WGS84")

    def test_rectangle(self):
        self.put_aed("in", place(46.05, 14.5))
        self.put_aed("out", place(46.5, 14.5))
        _, reply = self.ask("GET", "/v1/aeds?bbox=14.4,46.0,14.6,46.1&datum=WGS84")
        self.assertEqual([aed["id"] for aed in reply["aeds"]], ["in"])

    def test_record_of_another_jurisdiction_is_refused(self):
        self.put_aed("a", place(46.05, 14.5))
        status, problem = self.ask("PUT", "/v1/aeds/a", {"position": place(46, 14)}, self.kranj,
                                   {"If-Match": '"1"'})
        self.assertEqual((status, problem["code"]), (403, "WRONG_JURISDICTION"))

    def test_slovenian_registry_twice_and_through_a_restart(self):
        with open(SLOVENIA, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        totals = {"created": 0, "unchanged": 0, "refused": 0}
        for _ in range(2):
            for first in range(1, len(rows), 256):
                out = io.StringIO()
                csv.writer(out).writerows([rows[0], *rows[first:first + 256]])
                report = self.import_text(out.getvalue())
                for key in totals:
                    totals[key] += report.get(key, 0)
        self.assertEqual(totals, {"created": len(rows) - 1, "unchanged": len(rows) - 1, "refused": 0})
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        _, reply = self.ask("GET", "/v1/aeds?near=46.05,14.5&datum=WGS84&radius=1500&limit=200")
        self.assertGreater(len(reply["aeds"]), 20)

    def test_monacos_invented_aeds_are_marked_in_the_registry(self):
        with open(MONACO, encoding="utf-8") as file:
            report = self.import_text(file.read())
        self.assertEqual((report["created"], report.get("refused", 0)), (40, 0))
        _, reply = self.ask("GET", "/v1/aeds?pageSize=100")
        invented = {aed["id"] for aed in reply["aeds"] if aed.get("name", "").startswith("[invented]")}
        self.assertEqual(len(invented), 35)
        self.assertEqual({aed["id"] for aed in reply["aeds"] if aed["source"] == "generated"}, invented)
        self.assertEqual({aed["source"] for aed in reply["aeds"] if aed["id"] not in invented}, {"osm"})

    def test_empty_table_wipes_nothing_and_bad_rows_are_told(self):
        self.put_aed("osm-1", place(46.05, 14.5))
        header = "@id,@type,@lat,@lon,name\n"
        self.assertEqual(self.import_text(header).get("rows", 0), 0)
        self.assertEqual(self.ask("GET", "/v1/aeds/osm-1")[0], 200)
        report = self.import_text(header + "2,node,46.05,14.5,Fine\n3,node,99,14.5,North of it all\n"
                                           "4,node,,14.5,Nowhere\n2,node,46.05,14.5,Again\n")
        self.assertEqual((report["created"], report["refused"]), (1, 3))
        self.assertEqual([(row["row"], row["code"]) for row in report["details"][:2]],
                         [(2, "POSITION_OUT_OF_RANGE"), (3, report["details"][1]["code"])])

    def test_responder_with_duty_and_certificate(self):
        body = {"name": "Test", "certifiedUntil": "2027-01-01T00:00:00Z", "home": place(46.05, 14.5)}
        self.assertEqual(self.ask("PUT", "/v1/responders/ana", body)[0], 201)
        self.assertEqual(self.ask("PUT", "/v1/responders/ana/duty", {"onDuty": True})[0], 200)
        status, responder = self.ask("GET", "/v1/responders/ana")
        self.assertEqual((status, responder["onDuty"]), (200, True))
        status, problem = self.ask("PUT", "/v1/responders/bor",
                                   dict(body, home={"latitude": 1, "longitude": 2}))
        self.assertEqual((status, problem["code"]), (400, "DATUM_REQUIRED"))

    def test_revoked_token_opens_nothing(self):
        status, _ = self.server.admin_request("DELETE", "/admin/tokens/desk")
        self.assertEqual(status, 204)
        self.assertEqual(self.ask("GET", "/v1/incidents", token=self.desk)[0], 401)


def main():
    global GOLDENFOURD
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", required=True)
    options, rest = parser.parse_known_args()
    GOLDENFOURD = os.path.abspath(options.server)
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)


if __name__ == "__main__":
    main()
