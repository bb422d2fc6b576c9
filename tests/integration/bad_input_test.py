"""Bad input on the real binary: each case is refused with its status, code and field; the journal does
not move and memory stays where it was."""

import argparse
import json
import os
import socket
import sys
import unittest

import config
from server import Server, temporary_directory
from websocket import BINARY, JSON, PROTOBUF, Closed, Refused, WebSocket

GOLDENFOURD = None
POSITION = '{"latitude": 46.05, "longitude": 14.5, "datum": "DATUM_WGS84"}'
GOOD = f'{{"kind": "CARDIAC_ARREST", "position": {POSITION}}}'
DEEP = "[" * 40 + "]" * 40


def alert(**replaced):
    """A good alert's JSON with members replaced by raw JSON text."""
    members = {"kind": '"CARDIAC_ARREST"', "position": POSITION, **replaced}
    return "{" + ", ".join(f'"{key}": {value}' for key, value in members.items() if value) + "}"


def place(latitude="46.05", longitude="14.5", datum='"DATUM_WGS84"'):
    members = [("latitude", latitude), ("longitude", longitude), ("datum", datum)]
    return "{" + ", ".join(f'"{key}": {value}' for key, value in members if value) + "}"


# name, body, status, code, field
ALERTS = [
    ("empty text", " ", 400, "MALFORMED_JSON", None),
    ("not JSON", "alert!", 400, "MALFORMED_JSON", None),
    ("cut in the middle", GOOD[:-5], 400, "MALFORMED_JSON", None),
    ("single quotes", GOOD.replace('"', "'"), 400, "MALFORMED_JSON", None),
    ("bare key", '{kind: "CARDIAC_ARREST"}', 400, "MALFORMED_JSON", None),
    ("trailing comma", GOOD[:-1] + ",}", 400, "MALFORMED_JSON", None),
    ("garbage behind", GOOD + " x", 400, "MALFORMED_JSON", None),
    ("byte order mark", "\ufeff" + GOOD, 400, "MALFORMED_JSON", None),
    ("NaN", alert(position=place(latitude="NaN")), 400, "MALFORMED_JSON", None),
    ("Infinity", alert(position=place(latitude="Infinity")), 400, "MALFORMED_JSON", None),
    ("NaN as text", alert(position=place(latitude='"NaN"')), 400, None, "position.latitude"),
    ("1e400", alert(position=place(latitude="1e400")), 400, "NUMBER_NOT_FINITE", "position.latitude"),
    ("duplicate key", GOOD[:-1] + ', "kind": "TRAUMA"}', 400, "DUPLICATE_KEY", "kind"),
    ("duplicate key inside", alert(position=place()[:-1] + ', "latitude": 1}'), 400, "DUPLICATE_KEY",
     "position.latitude"),
    ("too deep", alert(note=DEEP), 400, "JSON_TOO_DEEP", None),
    ("unknown field", alert(colour='"red"'), 400, "UNKNOWN_FIELD", "colour"),
    ("unknown field inside", alert(position=place()[:-1] + ', "height": 1}'), 400, "UNKNOWN_FIELD",
     "position.height"),
    ("unknown enum name", alert(kind='"HEADACHE"'), 400, "UNKNOWN_ENUM_VALUE", "kind"),
    ("unknown enum number", alert(kind="99"), 400, "UNKNOWN_ENUM_VALUE", "kind"),
    ("unknown hazard", alert(hazards='["FIRE", "SHARKS"]'), 400, "UNKNOWN_ENUM_VALUE", "hazards[1]"),
    ("array instead of object", "[1]", 400, None, None),
    ("number instead of object", "7", 400, None, None),
    ("text instead of number", alert(position=place(latitude='"north"')), 400, "INVALID_FIELD",
     "position.latitude"),
    ("number instead of text", alert(address="7"), 400, "INVALID_FIELD", "address"),
    ("object instead of text", alert(address="{}"), 400, "INVALID_FIELD", "address"),
    ("missing kind", alert(kind=None), 400, "MISSING_FIELD", "kind"),
    ("missing position", alert(position=None), 400, "MISSING_FIELD", "position"),
    ("missing latitude", alert(position=place(latitude=None)), 400, "MISSING_FIELD",
     "position.latitude"),
    ("missing longitude", alert(position=place(longitude=None)), 400, "MISSING_FIELD",
     "position.longitude"),
    ("missing datum", alert(position=place(datum=None)), 400, "DATUM_REQUIRED", "position.datum"),
    ("unknown datum", alert(position=place(datum='"DATUM_TOKYO"')), 400, "UNKNOWN_ENUM_VALUE",
     "position.datum"),
    ("latitude 91", alert(position=place(latitude="91")), 400, "POSITION_OUT_OF_RANGE",
     "position.latitude"),
    ("longitude -181", alert(position=place(longitude="-181")), 400, "POSITION_OUT_OF_RANGE",
     "position.longitude"),
    ("negative uncertainty", alert(uncertaintyMeters="-1"), 400, "INVALID_FIELD", "uncertaintyMeters"),
    ("not a time", alert(sent='"yesterday"'), 400, "INVALID_FIELD", "sent"),
    ("long address", alert(address='"' + "x" * 600 + '"'), 400, "TEXT_TOO_LONG", "address"),
    ("long external id", alert(externalId='"' + "x" * 200 + '"'), 400, "TEXT_TOO_LONG", "externalId"),
    ("control character", alert(floor='"\\u0007"'), 400, "INVALID_FIELD", "floor"),
    ("lone surrogate", alert(floor='"\\ud800"'), 400, "MALFORMED_JSON", None),
    ("text of a megabyte", alert(note='"' + "x" * 1_000_000 + '"'), 413, "BODY_TOO_LARGE", None),
    ("other jurisdiction", alert(jurisdiction='"kranj"'), 403, "WRONG_JURISDICTION", "jurisdiction"),
    ("unknown jurisdiction", alert(jurisdiction='"atlantis"'), 403, "WRONG_JURISDICTION",
     "jurisdiction"),
]

# name, bytes on the wire, status (None: closed without an answer), code
FRAMING = [
    ("no Host", b"GET /livez HTTP/1.1\r\n\r\n", 400, "BAD_HOST"),
    ("two Hosts", b"GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "BAD_HOST"),
    ("two lengths", b"POST /v1/alerts HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
                    b"Content-Length: 2\r\n\r\nxx", 400, "BAD_FRAMING"),
    ("length and chunked", b"POST /v1/alerts HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
                           b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "BAD_FRAMING"),
    ("gzip, chunked", b"POST /v1/alerts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
     400, "BAD_FRAMING"),
    ("negative length", b"POST /v1/alerts HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400,
     "BAD_FRAMING"),
    ("length with plus", b"POST /v1/alerts HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx", 400,
     "BAD_FRAMING"),
    ("space before colon", b"GET /livez HTTP/1.1\r\nHost : a\r\n\r\n", 400, "BAD_FRAMING"),
    ("folded header", b"GET /livez HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", 400, "BAD_FRAMING"),
    ("bare line feeds", b"GET /livez HTTP/1.1\nHost: a\n\n", 400, "BAD_FRAMING"),
    ("NUL in a header", b"GET /livez HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", 400, "BAD_FRAMING"),
    ("HTTP/1.0", b"GET /livez HTTP/1.0\r\nHost: a\r\n\r\n", 400, "BAD_FRAMING"),
    ("garbage", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", 400, "BAD_FRAMING"),
    ("header of 9 KB", b"GET /livez HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 9000 + b"\r\n\r\n", 431,
     "HEADER_TOO_LARGE"),
]


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = temporary_directory()
        cls.server = Server(GOLDENFOURD, cls.directory.name, config.text(cls.directory.name))
        cls.server.start()
        cls.tokens = cls.server.create_tokens(
            {"name": "centre", "role": "INTEGRATION", "jurisdiction": "ljubljana"},
            {"name": "desk", "role": "TOKEN_DISPATCHER", "jurisdiction": "ljubljana"},
            {"name": "registrar", "role": "REGISTRAR", "jurisdiction": "ljubljana"},
            {"name": "ana", "role": "RESPONDER", "jurisdiction": "ljubljana", "responder": "ana"},
            {"name": "desk-kranj", "role": "TOKEN_DISPATCHER", "jurisdiction": "kranj"})
        cls.server.request("PUT", "/v1/responders/ana",
                           {"name": "T", "certifiedUntil": "2099-01-01T00:00:00Z"},
                           cls.tokens["registrar"])
        status, reply = cls.server.request("POST", "/v1/alerts", json.loads(GOOD),
                                           cls.tokens["centre"])
        assert status == 201, reply
        cls.incident = reply["incident"]
        cls.server.request("POST", f"/v1/incidents/{cls.incident}:cancel", {}, cls.tokens["desk"])

    @classmethod
    def tearDownClass(cls):
        cls.server.end()
        cls.directory.cleanup()

    # One case each way of being wrong.

    def raw(self, data):
        """Sends bytes as they are; the status and the problem, or (None, None) when cut."""
        with socket.create_connection((self.server.host, self.server.port), timeout=12) as link:
            link.sendall(data)
            answer = b""
            try:
                while True:
                    more = link.recv(65536)
                    if not more:
                        break
                    answer += more
                    head, split, body = answer.partition(b"\r\n\r\n")
                    if split and body.endswith(b"}"):
                        break
            except (TimeoutError, ConnectionError):
                pass
        if not answer:
            return None, {}
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split(b" ")[1]), json.loads(body or b"{}")

    def post_text(self, body, token, content_type="application/json", path="/v1/alerts", headers=()):
        data = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
        lines = [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(data)}"]
        if content_type:
            lines.append(f"Content-Type: {content_type}")
        if token:
            lines.append(f"Authorization: Bearer {token}")
        return self.raw(("\r\n".join([*lines, *headers]) + "\r\n\r\n").encode() + data)

    def expect(self, answer, status, code, field=None):
        got_status, problem = answer
        self.assertEqual(got_status, status, problem)
        if code:
            self.assertEqual(problem["code"], code, problem)
        if field:
            self.assertEqual(problem.get("field"), field, problem)

    def alerts(self):
        for name, body, status, code, field in ALERTS:
            with self.subTest(name):
                self.expect(self.post_text(body, self.tokens["centre"]), status, code, field)

    def framing(self):
        for name, data, status, code in FRAMING:
            with self.subTest(name):
                self.expect(self.raw(data), status, code)

    def requests(self):
        incident, tokens = self.incident, self.tokens
        cases = [
            ("no token", "GET", "/v1/incidents", None, None, {}, 401, "UNAUTHENTICATED"),
            ("wrong token", "GET", "/v1/incidents", None, "x" * 43, {}, 401, "UNAUTHENTICATED"),
            ("not a bearer", "GET", "/v1/incidents", None, None, {"Authorization": "Basic eDp5"}, 401,
             "UNAUTHENTICATED"),
            ("role: a responder raises", "POST", "/v1/alerts", {}, tokens["ana"], {}, 403, "FORBIDDEN"),
            ("role: a registrar reads incidents", "GET", "/v1/incidents", None, tokens["registrar"], {},
             403, "FORBIDDEN"),
            ("role: the centre holds", "POST", f"/v1/incidents/{incident}:hold", {}, tokens["centre"],
             {}, 403, "FORBIDDEN"),
            ("role: a dispatcher writes AEDs", "PUT", "/v1/aeds/a", {}, tokens["desk"], {}, 403,
             "FORBIDDEN"),
            ("jurisdiction of another", "GET", f"/v1/incidents/{incident}", None, tokens["desk-kranj"],
             {}, 403, "WRONG_JURISDICTION"),
            ("another's duty", "PUT", "/v1/responders/bor/duty", {"onDuty": True}, tokens["ana"], {},
             None, None),
            ("no such path", "GET", "/v2/incidents", None, tokens["desk"], {}, 404, "NOT_FOUND"),
            ("no such incident", "GET", "/v1/incidents/ljubljana-1-9999", None, tokens["desk"], {}, 404,
             "NOT_FOUND"),
            ("incident id of nonsense", "GET", "/v1/incidents/%00", None, tokens["desk"], {}, None,
             None),
            ("wrong method", "DELETE", "/v1/alerts", None, tokens["centre"], {}, 405,
             "METHOD_NOT_ALLOWED"),
            ("not acceptable", "GET", "/v1/incidents", None, tokens["desk"], {"Accept": "image/png"},
             406, "NOT_ACCEPTABLE"),
            ("admin from outside", "GET", "/admin/tokens", None, tokens["desk"], {}, 404, "NOT_FOUND"),
            ("state from outside", "GET", "/admin/state", None, tokens["desk"], {}, 404, "NOT_FOUND"),
            ("ended incident", "POST", f"/v1/incidents/{incident}:close", {}, tokens["desk"], {}, 409,
             "ILLEGAL_TRANSITION"),
            ("alarm that is not", "POST", f"/v1/incidents/{incident}:acknowledgeAlarm",
             {"number": 99}, tokens["desk"], {}, 404, "NOT_FOUND"),
            ("AED without datum", "PUT", "/v1/aeds/a", {"position": {"latitude": 1, "longitude": 2}},
             tokens["registrar"], {}, 400, "DATUM_REQUIRED"),
            ("AED delete without If-Match", "DELETE", "/v1/aeds/a", None, tokens["registrar"], {}, None,
             None),
            ("near without datum", "GET", "/v1/aeds?near=46,14", None, tokens["registrar"], {}, 400,
             "DATUM_REQUIRED"),
            ("near of nonsense", "GET", "/v1/aeds?near=here&datum=WGS84", None, tokens["registrar"], {},
             400, "INVALID_FIELD"),
            ("long key", "POST", "/v1/alerts", json.loads(GOOD), tokens["centre"],
             {"Idempotency-Key": "k" * 100}, 400, None),
            ("page too large", "GET", "/v1/incidents?pageSize=100000", None, tokens["desk"], {}, 400,
             "INVALID_FIELD"),
            ("unsigned receipt", "POST", "/v1/webhook-receipts", {}, None, {}, None, None),
        ]
        for name, method, path, body, token, headers, status, code in cases:
            with self.subTest(name):
                got, problem = self.server.request(method, path, body, token, headers)
                self.assertTrue(400 <= got < 500, (got, problem))
                self.assertIn("code", problem)
                if status:
                    self.expect((got, problem), status, code)

    IMPORT = "/v1/aeds:import?jurisdiction=ljubljana&datum=WGS84"

    def bodies(self):
        token = self.tokens["centre"]
        with self.subTest("chunk of nonsense"):
            self.expect(self.raw(b"POST /v1/alerts HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                                 + token.encode() + b"\r\nContent-Type: application/json\r\n"
                                 b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), 400, "BAD_FRAMING")
        with self.subTest("content type of nonsense"):
            self.expect(self.post_text(GOOD, token, "text/plain"), 415, "UNSUPPORTED_MEDIA_TYPE")
        with self.subTest("malformed protobuf"):
            self.expect(self.post_text(b"\xff\xff\xff", token, "application/x-protobuf"), 400,
                        "MALFORMED_PROTOBUF")
        with self.subTest("JSON sent as protobuf"):
            self.expect(self.post_text(GOOD, token, "application/x-protobuf"), 400, None)
        with self.subTest("invalid UTF-8"):
            self.expect(self.post_text(GOOD.encode()[:-1] + b', "floor": "\xff"}', token), 400,
                        "MALFORMED_JSON")
        with self.subTest("table that is none"):
            self.expect(self.post_text('"a', self.tokens["registrar"], "text/csv",
                                       self.IMPORT), 400, None)
        with self.subTest("table without the columns"):
            self.expect(self.post_text("name,colour\nx,red\n", self.tokens["registrar"], "text/csv",
                                       self.IMPORT), 400, "MALFORMED_CSV")

    def ticket(self, name="ana"):
        _, ticket = self.server.request("POST", "/v1/stream-tickets", {}, self.tokens[name])
        return ticket["ticket"]

    def stream(self, subprotocols=(JSON,), **options):
        return WebSocket(self.server.host, self.server.port, subprotocols, **options)

    def greeted(self):
        stream = self.stream()
        stream.send_json({"hello": {"ticket": self.ticket()}})
        stream.receive_json("welcome")
        return stream

    def expect_close(self, stream, code):
        self.assertEqual(stream.close_code(), code)

    def streams(self):
        with self.subTest("no subprotocol"), self.assertRaises(Refused) as refused:
            self.stream(())
        self.assertTrue(400 <= refused.exception.status < 500)
        with self.subTest("foreign origin"), self.assertRaises(Refused) as refused:
            self.stream(headers={"Origin": "https://evil.example"})
        self.assertEqual(refused.exception.status, 403)
        with self.subTest("invented ticket"):
            stream = self.stream()
            stream.send_json({"hello": {"ticket": "x" * 43}})
            self.assertEqual(stream.receive_json("result")["result"]["code"], "TICKET_INVALID")
            self.expect_close(stream, 1008)
        with self.subTest("replayed ticket"):
            ticket = self.ticket()
            first, second = self.stream(), self.stream()
            first.send_json({"hello": {"ticket": ticket}})
            first.receive_json("welcome")
            second.send_json({"hello": {"ticket": ticket}})
            self.expect_close(second, 1008)
            first.close()
        with self.subTest("no hello first"):
            stream = self.stream()
            stream.send_json({"ping": {}})
            self.expect_close(stream, 1008)
        with self.subTest("text on the binary protocol"):
            stream = self.stream((PROTOBUF,))
            stream.send("{}")
            self.expect_close(stream, 1003)
        with self.subTest("binary on the JSON protocol"):
            stream = self.stream()
            stream.send(b"\x08\x01", BINARY)
            self.expect_close(stream, 1003)
        with self.subTest("frame that is not JSON"):
            stream = self.stream()
            stream.send("hello")
            self.expect_close(stream, 1007)
        with self.subTest("frame that is not protobuf"):
            stream = self.stream((PROTOBUF,))
            stream.send(b"\xff\xff\xff", BINARY)
            self.expect_close(stream, 1007)
        with self.subTest("message of 65 KB"):
            stream = self.stream()
            stream.send("x" * 66_000)
            self.assertIn(stream.close_code(), (1009, 1006))
        with self.subTest("unmasked frame"):
            stream = self.stream()
            stream.send_raw(b"\x81\x02{}")
            self.assertIn(stream.close_code(), (1002, 1006))
        self.frames()

    def frames(self):
        cases = [
            ("unknown member", {"request": "1", "dance": {}}, "UNKNOWN_FIELD"),
            ("answer to no offer", {"request": "2", "answer": {"offer": "nonsense"}}, "INVALID_FIELD"),
            ("offer of another", {"request": "3", "answer": {"offer": f"{self.incident}-1"}},
             "NOT_FOUND"),
            ("presence without datum", {"request": "4", "presence": {
                "position": {"latitude": 1, "longitude": 2}, "accuracyMeters": 5}}, "DATUM_REQUIRED"),
            ("progress without step", {"request": "5", "progress": {"task": f"{self.incident}-1"}},
             "MISSING_FIELD"),
            ("second hello", {"request": "6", "hello": {"ticket": "x"}}, "BAD_MESSAGE"),
            ("nothing at all", {"request": "7"}, "MISSING_FIELD"),
        ]
        stream = self.greeted()
        for name, frame, code in cases:
            with self.subTest(name):
                stream.send_json(frame)
                self.assertEqual(stream.receive_json("result")["result"]["code"], code)
        stream.close()

    def everything(self):
        self.alerts()
        self.framing()
        self.requests()
        self.bodies()
        self.streams()

    def test_everything_wrong_is_refused_and_leaves_no_trace(self):
        self.everything()  # warms up allocators and tables
        _, before = self.server.request("GET", "/readyz")
        memory = self.server.memory_kib()
        self.everything()
        _, after = self.server.request("GET", "/readyz")
        grown = self.server.memory_kib() - memory
        print(f"journal sequence {before['sequence']} -> {after['sequence']}, memory {grown:+} KiB")
        self.assertEqual(after["sequence"], before["sequence"])
        self.assertLessEqual(grown, 1024)

    def test_half_a_request_is_cut_after_the_read_timeout(self):
        status, _ = self.raw(b"POST /v1/alerts HTTP/1.1\r\nHost: a\r\nContent-Le")
        self.assertIn(status, (None, 408))


def main():
    global GOLDENFOURD
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", required=True)
    options, rest = parser.parse_known_args()
    GOLDENFOURD = os.path.abspath(options.server)
    cases = len(ALERTS) + len(FRAMING) + 25 + 7 + 11 + 7
    print(f"{cases} cases of bad input")
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)


if __name__ == "__main__":
    main()
