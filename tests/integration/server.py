"""The real goldenfourd as a test's child process, and a small client for it."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time

READY = re.compile(r"goldenfourd ready http=(\S+):(\d+) admin=(\S+)")


class UnixConnection(http.client.HTTPConnection):
    """HTTP over the admin socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=10)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Server:
    """Starts goldenfourd on a free port in a directory of its own; may be killed and started again."""

    def __init__(self, binary, directory, config, arguments=()):
        self.binary = binary
        self.directory = directory
        self.arguments = list(arguments)
        self.config = os.path.join(directory, "goldenfourd.toml")
        self.log_path = os.path.join(directory, "server.log")
        self.process = None
        self.on_end = []
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(config)

    def start(self, patience=20):
        """Returns the seconds that the start took."""
        begin = time.monotonic()
        log = open(self.log_path, "ab")
        self.process = subprocess.Popen(
            [self.binary, "--config", self.config, *self.arguments],
            stdout=subprocess.PIPE, stderr=log, text=True)
        log.close()
        line = self._ready_line(begin + patience)
        self.host, self.port, self.admin = line.group(1), int(line.group(2)), line.group(3)
        return time.monotonic() - begin

    def _ready_line(self, deadline):
        while time.monotonic() < deadline:
            line = self.process.stdout.readline()
            if not line:
                raise AssertionError(f"goldenfourd ended early: {self.tail()}")
            match = READY.match(line)
            if match:
                return match
        raise AssertionError(f"goldenfourd is not ready in time: {self.tail()}")

    def kill(self):
        """Power off for this process: SIGKILL, no clean-up."""
        self.process.send_signal(signal.SIGKILL)
        self._reap()

    def stop(self, patience=20):
        """A graceful stop; returns the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self._reap(patience)

    def end(self):
        """For the end of a test, whatever state it left."""
        for close in self.on_end:
            close()
        if self.running():
            self.kill()

    def _reap(self, patience=20):
        status = self.process.wait(patience)
        self.process.stdout.close()
        return status

    def running(self):
        return self.process is not None and self.process.poll() is None

    def tail(self):
        with open(self.log_path, "r", encoding="utf-8", errors="replace") as file:
            return file.read()[-2000:]

    def memory_kib(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1))

    def request(self, method, path, body=None, token=None, headers=None):
        """One request on a connection of its own: (status, parsed JSON or None)."""
        return self._ask(http.client.HTTPConnection(self.host, self.port, timeout=10),
                         method, path, body, token, headers)

    def request_text(self, method, path, token=None, text=None, content_type="text/plain"):
        """For bodies that are not JSON: sends text, returns text, or JSON as what it says."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        headers = {"Content-Type": content_type}
        if token:
            headers["Authorization"] = "Bearer " + token
        try:
            connection.request(method, path, None if text is None else text.encode(), headers)
            answer = connection.getresponse().read().decode()
        finally:
            connection.close()
        return json.loads(answer) if answer.startswith("{") else answer

    def admin_request(self, method, path, body=None):
        return self._ask(UnixConnection(self.admin), method, path, body, None, None)

    @staticmethod
    def _ask(connection, method, path, body, token, headers):
        sent = {"Content-Type": "application/json", "Accept": "application/json", **(headers or {})}
        if token:
            sent["Authorization"] = "Bearer " + token
        data = None if body is None else json.dumps(body).encode()
        try:
            connection.request(method, path, data, sent)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        try:
            return answer.status, json.loads(text)
        except ValueError:
            return answer.status, None

    def create_tokens(self, *requests):
        """Each request as in the contract; returns the secrets by name."""
        status, reply = self.admin_request("POST", "/admin/tokens", {"tokens": list(requests)})
        assert status in (200, 201), (status, reply)
        return {token["name"]: token["secret"] for token in reply["tokens"]}


def temporary_directory():
    return tempfile.TemporaryDirectory(prefix="goldenfour-")
