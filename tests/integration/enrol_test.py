"""Enrolment by a one-time code on the real binary: from the admin socket and the command line to a token
that works; used twice, too old, guessed, over the limits, through restarts; never written anywhere."""

import argparse
import concurrent.futures
import json
import os
import re
import socket
import subprocess
import sys
import time
import unittest

import config
from server import Server, temporary_directory

GOLDENFOURD = None
GOLDENFOUR = None
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")
GENEROUS = """
[enrolment]
attempts_per_second = 1000
attempts_burst = 10000
attempts_per_second_per_address = 1000
attempts_burst_per_address = 10000
"""
UNKNOWN = {"type": "urn:goldenfour:error:ENROLMENT_UNKNOWN", "title": "The code is unknown, used or too old",
           "status": 404, "code": "ENROLMENT_UNKNOWN", "retryable": False}


def phone(name="phone-1", **fields):
    return {"name": name, "role": "RESPONDER", "jurisdiction": "ljubljana", "responder": "r-1", **fields}


class Enrol(unittest.TestCase):
    def start(self, extra=GENEROUS, arguments=(), drills_only=False):
        directory = temporary_directory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        text = config.text(directory.name, extra=extra, drills_only=drills_only)
        self.server = Server(GOLDENFOURD, directory.name, text, arguments)
        self.server.start()
        self.addCleanup(self.server.end)

    def issue(self, **request):
        request.setdefault("token", phone())
        return self.server.admin_request("POST", "/admin/enrolments", request)

    def code(self, **request):
        status, reply = self.issue(**request)
        self.assertEqual(status, 201, reply)
        self.assertRegex(reply["code"], CODE)
        return reply["code"]

    def enrol(self, code, key=None):
        headers = {} if key is None else {"Idempotency-Key": key}
        return self.server.request("POST", "/v1/enrolments", {"code": code}, headers=headers)

    def assert_unknown(self, code):
        self.assertEqual(self.enrol(code), (404, UNKNOWN), code)

    def test_a_code_becomes_a_token_once_and_the_token_survives(self):
        self.start()
        code = self.code()
        self.assert_unknown("0000-0000-0000")
        status, token = self.enrol(code.replace("-", " ").lower())
        self.assertEqual(status, 201, token)
        self.assertEqual((token["name"], token["role"], token["jurisdiction"], token["responder"]),
                         ("phone-1", "RESPONDER", "ljubljana", "r-1"))
        ticket = self.server.request("POST", "/v1/stream-tickets", {}, token=token["secret"])
        self.assertEqual(ticket[0], 200, ticket)
        for _ in range(3):
            self.assert_unknown(code)
        self.server.kill()  # it was told, so it is durable
        self.server.start()
        self.assertEqual(self.server.request("POST", "/v1/stream-tickets", {}, token=token["secret"])[0], 200)
        self.assert_unknown(code)

    def test_a_lost_answer_does_not_use_the_code_up(self):
        self.start()
        code, key = self.code(), "4f" * 16
        body = json.dumps({"code": code})
        with socket.create_connection(("127.0.0.1", self.server.port)) as line:
            line.sendall(f"POST /v1/enrolments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                         f"Idempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        # Whoever comes first, the one that nobody listens to or this one: there is one token.
        deadline = time.monotonic() + 30
        while (answer := self.enrol(code, key))[0] == 503:
            self.assertLess(time.monotonic(), deadline, "never its turn")
        self.assertIn(answer[0], (200, 201), answer)
        again = self.enrol(code.lower(), key)
        self.assertEqual(again, (200, answer[1]))
        secret = again[1]["secret"]
        self.assertEqual(self.server.request("POST", "/v1/stream-tickets", {}, token=secret)[0], 200)
        for other in ("4e" * 16, None):
            self.assertEqual(self.enrol(code, other), (404, UNKNOWN))
        metrics = self.server.request_text("GET", "/metrics")
        self.assertRegex(metrics, r'goldenfour_enrolments_total\{outcome="redeemed"\} 1\b')
        self.assertEqual(self.server.admin_request("DELETE", "/admin/tokens/phone-1")[0], 204)
        self.assertEqual(self.enrol(code, key), (404, UNKNOWN), "a revoked token is not told again")
        self.code()

    def test_attempts_of_one_device_at_once_get_one_token(self):
        self.start()
        code = self.code()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: self.enrol(code, "4f" * 16), range(8)))
        told = [token["secret"] for status, token in answers if status in (200, 201)]
        self.assertEqual({status for status, _ in answers} - {200, 201, 503}, set(), answers)
        self.assertEqual(len(set(told)), 1)
        self.assertEqual([status for status, _ in answers].count(201), 1)

    def test_a_restart_forgets_open_codes(self):
        self.start()
        code = self.code()
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        self.assert_unknown(code)
        self.code()  # the name is free for another

    def test_too_old(self):
        self.start()
        code = self.code(validSeconds=1)
        deadline = time.monotonic() + 30
        while self.issue()[0] == 409:  # its name is taken as long as it is good
            self.assertLess(time.monotonic(), deadline, "a code of one second never ends")
            time.sleep(0.1)
        self.assert_unknown(code)

    def test_a_drills_clock_gives_people_as_long(self):
        self.start(arguments=["--drill-clock", "100"], drills_only=True)
        code = self.code(validSeconds=20)  # 0.2 s if the drill's clock counted
        time.sleep(1)
        self.assertEqual(self.enrol(code)[0], 201)

    def test_one_of_many_at_once(self):
        self.start()
        code = self.code()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: self.enrol(code)[0], range(8)))
        self.assertEqual(sorted(answers), [201] + [404] * 7)

    def test_phones_at_the_same_moment_do_not_burn_their_codes(self):
        self.start()
        codes = [self.code(token=phone(f"phone-{i}", responder=f"r-{i}")) for i in range(8)]

        def until_enrolled(code):
            deadline = time.monotonic() + 30
            while (answer := self.enrol(code))[0] == 503:  # another token is just being stored
                self.assertLess(time.monotonic(), deadline, "never its turn")
                time.sleep(0.02)
            return answer
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(until_enrolled, codes))
        self.assertEqual([status for status, _ in answers], [201] * 8, answers)
        self.assertEqual(len({token["secret"] for _, token in answers}), 8)

    def test_guessing_is_limited(self):
        self.start(extra="")  # the defaults
        code = self.code()
        answers = [self.enrol("0000-0000-0000") for _ in range(20)]
        statuses = [status for status, _ in answers]
        self.assertEqual(set(statuses), {404, 429}, statuses)
        self.assertLess(statuses.count(404), 16, statuses)
        self.assertEqual(answers[-1][1]["code"], "RATE_LIMITED")
        deadline = time.monotonic() + 30
        while (answer := self.enrol(code))[0] == 429:
            self.assertLess(time.monotonic(), deadline, "who waits must get in")
            time.sleep(0.3)
        self.assertEqual(answer[0], 201)
        metrics = self.server.request_text("GET", "/metrics")
        self.assertRegex(metrics, r'goldenfour_enrolments_total\{outcome="limited"\} [1-9]')
        self.assertRegex(metrics, r'goldenfour_enrolments_total\{outcome="redeemed"\} 1\b')

    def test_all_addresses_together_have_a_limit(self):
        self.start(extra="[enrolment]\nattempts_burst = 3\nattempts_per_second = 1\n"
                         "attempts_burst_per_address = 1000\nattempts_per_second_per_address = 1000\n")
        statuses = [self.enrol("0000-0000-0000")[0] for _ in range(20)]
        self.assertIn(429, statuses)

    def test_the_table_is_bounded(self):
        self.start(extra="[enrolment]\ncodes = 2\n")
        for name in ("a", "b"):
            self.code(token=phone(name))
        status, problem = self.issue(token=phone("c"))
        self.assertEqual((status, problem["code"]), (503, "OVERLOADED"))

    def test_bad_requests(self):
        self.start()
        self.server.create_tokens(phone("taken"))
        self.code(token=phone("open"))
        for request, status, code, field in [
                ({}, 400, "MISSING_FIELD", "token.name"),
                ({"token": phone(name="")}, 400, "MISSING_FIELD", "token.name"),
                ({"token": phone(responder="")}, 400, "MISSING_FIELD", "token.responder"),
                ({"token": phone(jurisdiction="")}, 400, "MISSING_FIELD", "token.jurisdiction"),
                ({"token": phone(role="OPERATOR", responder="")}, 400, "INVALID_FIELD", "token.role"),
                ({"token": phone(role="REGISTRAR", responder="")}, 400, "INVALID_FIELD", "token.role"),
                ({"token": phone(role="INTEGRATION", responder="")}, 400, "INVALID_FIELD", "token.role"),
                ({"token": phone(role="KING")}, 400, "UNKNOWN_ENUM_VALUE", "token.role"),
                ({"token": phone("taken")}, 409, "ALREADY_EXISTS", "token.name"),
                ({"token": phone("open")}, 409, "ALREADY_EXISTS", "token.name"),
                ({"token": phone("x", expiresAt="2020-01-01T00:00:00Z")}, 400, "INVALID_FIELD", "token.expiresAt"),
                ({"token": phone("x"), "validSeconds": 10**8}, 400, "INVALID_FIELD", "validSeconds"),
                ({"token": phone("x"), "colour": 1}, 400, "UNKNOWN_FIELD", "colour")]:
            answer, problem = self.server.admin_request("POST", "/admin/enrolments", request)
            self.assertEqual((answer, problem["code"], problem.get("field")), (status, code, field), request)
        for body, code in [({}, "MISSING_FIELD"), ({"code": ""}, "MISSING_FIELD"), ({"code": 7}, "INVALID_FIELD"),
                           ({"code": "\u0000" * 12}, "INVALID_FIELD"),
                           ({"code": "x", "y": 1}, "UNKNOWN_FIELD")]:
            status, problem = self.server.request("POST", "/v1/enrolments", body)
            self.assertEqual((status, problem["code"]), (400, code), body)
        for key, wrong in [("", "INVALID_FIELD"), ("short", "INVALID_FIELD"), ("k" * 65, "TEXT_TOO_LONG")]:
            status, problem = self.enrol("0000-0000-0000", key)
            self.assertEqual((status, problem["code"], problem["field"]), (400, wrong, "Idempotency-Key"), key)
        for code in ("x", "0" * 12, "0" * 10_000, "' OR 1=1 --", "../../etc", "０００0-0000-0000"):
            self.assert_unknown(code)
        self.assertEqual(self.server.request("GET", "/v1/enrolments")[0], 405)
        self.assertEqual(self.server.request("POST", "/admin/enrolments", {"token": phone("x")})[0], 404,
                         "the admin socket alone makes codes")

    def test_a_name_that_was_taken_meanwhile(self):
        self.start()
        code = self.code()
        self.server.create_tokens(phone())
        self.assert_unknown(code)
        self.assert_unknown(code)

    def test_neither_code_nor_secret_is_written_down(self):
        self.start(extra=GENEROUS + '\n[log]\nlevel = "debug"\n')
        code = self.code()
        key = os.urandom(16).hex()
        secret = self.enrol(code, key)[1]["secret"]
        self.assert_unknown(code)
        self.assertEqual(self.server.stop(), 0)
        wanted = [text.encode() for text in (code, code.replace("-", ""), secret, key)]
        for folder, _, files in os.walk(self.directory):
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    content = file.read()
                for text in wanted:
                    self.assertNotIn(text, content, name)

    def cli(self, *arguments, expect=0):
        done = subprocess.run([GOLDENFOUR, "--admin-socket", self.server.admin, "token", "enrol", *arguments],
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_the_command_line_in_both_languages(self):
        self.start()
        said = self.cli("--role", "responder", "--responder", "r-1", "--jurisdiction", "ljubljana", "--lang", "en",
                        "--site", "https://aed.example.org/")
        code = CODE.search(said)[0]
        self.assertIn(f"https://aed.example.org/phone/#enrol={code}", said)
        self.assertIn("Good once, until", said)
        self.assertEqual(self.enrol(code)[1]["responder"], "r-1")
        said = self.cli("--role", "dispatcher", "--jurisdiction", "ljubljana", "--lang", "zh", "--valid-for", "2m",
                        "--expires-in", "30d", "--name", "desk-1")
        code = CODE.search(said)[0]
        self.assertIn(f"http://127.0.0.1:7400/console/#enrol={code}", said)
        self.assertIn("验证码", said)
        token = self.enrol(code)[1]
        self.assertEqual((token["name"], token["role"]), ("desk-1", "TOKEN_DISPATCHER"))
        self.assertIn("expiresAt", token)
        reply = json.loads(self.cli("--role", "responder", "--responder", "r-2", "--jurisdiction", "ljubljana",
                                    "--json"))
        self.assertRegex(reply["code"], CODE)
        self.cli("--role", "operator", "--jurisdiction", "ljubljana", expect=2)
        self.cli("--role", "responder", "--jurisdiction", "ljubljana", expect=1)
        self.cli("--role", "dispatcher", "--jurisdiction", "ljubljana", "--valid-for", "soon", expect=2)


def main():
    global GOLDENFOURD, GOLDENFOUR
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", required=True)
    options, rest = parser.parse_known_args()
    GOLDENFOURD = os.path.abspath(options.server)
    GOLDENFOUR = os.path.join(os.path.dirname(GOLDENFOURD), "goldenfour")
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)


if __name__ == "__main__":
    main()
