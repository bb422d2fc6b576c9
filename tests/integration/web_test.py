"""The web clients on the real binary: files, codings, conditions, ranges, headers; paths that try to get
out; folders that cannot be used, with which the server runs without pages."""

import argparse
import gzip
import hashlib
import http.client
import os
import re
import socket
import subprocess
import sys
import unittest

import config
from server import Server, UnixConnection, temporary_directory

GOLDENFOURD = None
SCRIPT = b"export const answer = 42;\n" * 200
TILES = bytes(range(256)) * 40_000  # 10 MB
FILES = {
    "index.html": b"<!doctype html><html><head></head><body>root</body></html>",
    "console/index.html": b"<!doctype html>" + b"console " * 200,
    "console/assets/index-DiwrgTda.js": SCRIPT,
    "console/assets/index-DiwrgTda.js.gz": gzip.compress(SCRIPT),
    "console/assets/index-DiwrgTda.js.br": b"pretend brotli",
    "phone/index.html": b"phone",
    "phone/sw.js": b"self.skipWaiting();",
    "phone/app.webmanifest": b"{}",
    "map/index.html": b"map",
    "map/town.pmtiles": TILES,
}

# What must not lead to a file: raw request targets, and the statuses that may answer.
HOSTILE = [
    "/../goldenfourd.toml", "/console/../../goldenfourd.toml", "/..", "/.", "/console/./index.html",
    "/console/..", "/%2e%2e/goldenfourd.toml", "/%2E%2E/%2E%2E/etc/passwd", "/console/%2e%2e/index.html",
    "/.%2e/index.html", "/%252e%252e/goldenfourd.toml", "//index.html", "//etc/passwd", "/console//index.html",
    "///", "/console/%2findex.html", "/console%2findex.html", "/%2f%2fetc%2fpasswd", "/index.html%00",
    "/%00", "/index.html%00.png", "/console\\index.html", "/..\\goldenfourd.toml", "/%5c..%5cgoldenfourd.toml",
    "/..%5cgoldenfourd.toml", "/%c0%ae%c0%ae/goldenfourd.toml", "/%c0%afetc/passwd", "/%e0%80%af",
    "/%uff0e%uff0e/", "/%", "/%2", "/%zz", "/index.html/", "/index.html/x", "/INDEX.HTML", "/index.html.",
    "/index.html%20", "/index.html;x", "/.env", "/.git/config", "/console/assets/index-DiwrgTda.js.gz",
    "/console/assets", "/console/assets/", "/" + "a/" * 2000, "/" + "x" * 7000, "*", "http://evil/index.html",
    "file:///etc/passwd", "/index.html#x",
]


class Web(unittest.TestCase):
    def setUp(self):
        directory = temporary_directory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        self.root = os.path.join(directory.name, "web")
        for path, content in FILES.items():
            self.write(path, content)
        self.write(".env", b"SECRET=1")
        self.write(".git/config", b"secret")

    def write(self, path, content):
        place = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(content)

    def text(self, web=""):
        section = f'[web]\nroot = "{self.root}"\n{web}'
        return config.text(self.directory, extra=section)

    def start(self, web=""):
        self.server = Server(GOLDENFOURD, self.directory, self.text(web))
        self.server.start()
        self.addCleanup(self.server.end)

    def check_refuses(self, web=""):
        """What --check-config says."""
        path = os.path.join(self.directory, "bad.toml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.text(web))
        done = subprocess.run([GOLDENFOURD, "--config", path, "--check-config"], capture_output=True,
                              text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def ask(self, path, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=30)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, {"Accept-Encoding": "identity", **sent})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def raw(self, target, method="GET"):
        """Status and body for a target that http.client would not send."""
        with socket.create_connection((self.server.host, self.server.port), timeout=10) as connection:
            request = f"{method} {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            connection.sendall(request.encode("latin-1"))
            answer = b""
            while more := connection.recv(65536):
                answer += more
        return int(answer.split(b" ", 2)[1]), answer.partition(b"\r\n\r\n")[2]

    def test_pages_and_files(self):
        self.start()
        for path, file in [("/", "index.html"), ("/console/", "console/index.html"),
                           ("/phone/", "phone/index.html"), ("/map/", "map/index.html"),
                           ("/phone/index.html", "phone/index.html"), ("/?q=1", "index.html"),
                           ("/map/town.pmtiles", "map/town.pmtiles")]:
            status, headers, body = self.ask(path)
            self.assertEqual((status, body), (200, FILES[file]), path)
            self.assertEqual(headers["ETag"], f'"{hashlib.sha256(body).hexdigest()}"')
            self.assertEqual(headers["Cache-Control"], "no-cache")
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(self.ask("/")[1]["Content-Type"], "text/html; charset=utf-8")
        for path in ("/console", "/phone", "/map"):
            status, headers, _ = self.ask(path)
            self.assertEqual((status, headers["Location"]), (308, path + "/"))
        status, headers, _ = self.ask("/phone/sw.js")
        self.assertEqual((headers["Cache-Control"], headers["Service-Worker-Allowed"]), ("no-cache", "/phone/"))
        status, headers, body = self.ask("/console/", method="HEAD")
        self.assertEqual((status, headers["Content-Length"], body), (200, str(len(FILES["console/index.html"])), b""))
        policy = self.ask("/")[1]["Content-Security-Policy"]
        self.assertNotIn("unsafe", policy)
        self.assertIn(f"connect-src 'self' ws://{self.server.host}:{self.server.port} ", policy)

    def test_codings_and_conditions(self):
        self.start()
        path = "/console/assets/index-DiwrgTda.js"
        tags = set()
        for accept, coding, content in [("gzip, deflate, br", "br", FILES[path[1:] + ".br"]),
                                        ("gzip", "gzip", FILES[path[1:] + ".gz"]),
                                        ("br;q=0, gzip;q=0", None, SCRIPT)]:
            status, headers, body = self.ask(path, Accept_Encoding=accept)
            self.assertEqual((status, headers.get("Content-Encoding"), body), (200, coding, content))
            self.assertEqual(headers["Vary"], "Accept-Encoding")
            self.assertEqual(headers["Cache-Control"], "public, max-age=31536000, immutable")
            tags.add(headers["ETag"])
            again = self.ask(path, Accept_Encoding=accept, If_None_Match=f'"x", {headers["ETag"]}')
            self.assertEqual((again[0], again[2]), (304, b""))
        self.assertEqual(len(tags), 3)
        status, headers, body = self.ask("/console/", Accept_Encoding="gzip")
        self.assertEqual((headers["Content-Encoding"], gzip.decompress(body)), ("gzip", FILES["console/index.html"]))

    def test_ranges_of_a_map(self):
        self.start()
        path = "/map/town.pmtiles"
        status, headers, body = self.ask(path, Range="bytes=100000-116383")
        self.assertEqual((status, body), (206, TILES[100_000:116_384]))
        self.assertEqual(headers["Content-Range"], f"bytes 100000-116383/{len(TILES)}")
        self.assertEqual(self.ask(path, Range="bytes=-127")[2], TILES[-127:])
        tag = headers["ETag"]
        self.assertEqual(self.ask(path, Range="bytes=0-6", If_Range=tag)[0], 206)
        self.assertEqual(self.ask(path, Range="bytes=0-6", If_Range='"old"')[0], 200)
        status, headers, body = self.ask(path, Range=f"bytes={len(TILES)}-")
        self.assertEqual((status, headers["Content-Range"], body), (416, f"bytes */{len(TILES)}", b""))

    def test_hostile_paths_and_methods(self):
        self.start()
        for target in HOSTILE:
            status, body = self.raw(target)
            self.assertIn(status, (400, 404, 431), target)
            self.assertIn(b'"code":"', body, target)
            for secret in (b"SECRET", b"node_id", b"root:", b"<!doctype"):
                self.assertNotIn(secret, body, target)
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
            status, headers, _ = self.ask("/console/", method=method)
            self.assertEqual((status, headers["Allow"]), (405, "GET, HEAD"))
        self.assertEqual(self.ask("/", method="POST", body=b"x" * 1000)[0], 405)
        self.assertEqual(self.ask("/nowhere", method="POST")[0], 404)

    def test_the_service_is_not_shadowed(self):
        self.start()
        self.assertEqual(self.server.request("GET", "/livez")[0], 200)
        self.assertEqual(self.server.request("GET", "/v1/incidents")[0], 401)
        self.assertEqual(self.server.request("GET", "/v1/nothing")[1]["code"], "NOT_FOUND")
        self.assertEqual(self.server.request("GET", "/admin/tokens")[1]["code"], "NOT_FOUND")
        self.assertEqual(self.server.admin_request("GET", "/")[0], 404)
        connection = UnixConnection(self.server.admin)
        connection.request("GET", "/console/")
        self.assertEqual(connection.getresponse().status, 404)
        connection.close()
        metrics = self.server.request_text("GET", "/metrics")
        self.assertIn("goldenfour_web_files 8", metrics)
        self.assertRegex(metrics, r'goldenfour_web_responses_total\{outcome="whole"\} 0')

    def test_memory_is_shared_between_requests(self):
        self.start()
        self.ask("/map/town.pmtiles")
        before = self.server.memory_kib()
        connections = []
        for _ in range(40):  # each asks for 10 MB and reads nothing
            connection = socket.create_connection((self.server.host, self.server.port), timeout=10)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(b"GET /map/town.pmtiles HTTP/1.1\r\nHost: x\r\n\r\n")
            connection.recv(1)
            connections.append(connection)
        self.assertLess(self.server.memory_kib() - before, 40_000, "400 MB if each had its own copy")
        for connection in connections:
            connection.close()

    def test_a_missing_folder_does_not_keep_the_server_from_starting(self):
        self.root = os.path.join(self.directory, "nowhere")
        self.start()
        status, ready = self.server.request("GET", "/readyz")
        self.assertEqual((status, ready["ready"], ready["pages"]), (200, True, "UNUSABLE"))
        for path in ("/", "/console/", "/phone/sw.js", "/map/town.pmtiles"):
            status, headers, body = self.ask(path, Accept="text/html,application/xhtml+xml,*/*;q=0.8")
            self.assertEqual((status, headers["Content-Type"]), (503, "text/html; charset=utf-8"), path)
            self.assertIn("takes alerts", body.decode())
            self.assertIn("仍接收警报", body.decode())
            self.assertEqual(headers["Cache-Control"], "no-store")
            self.assertIn("script-src 'self'", headers["Content-Security-Policy"])
            self.assertNotIn(b"nowhere", body, "where the folder lies is nobody's business")
        status, problem = self.server.request("GET", "/console/")
        self.assertEqual((status, problem["code"]), (503, "PAGES_UNAVAILABLE"))
        self.assertIn("deploy/web-build", problem["detail"])
        self.assertNotIn("nowhere", problem["detail"])
        self.assertEqual(self.ask("/", method="HEAD")[::2], (503, b""))
        for path, expected in [("/v1/nothing", 404), ("/v1/incidents", 401), ("/livez", 200)]:
            self.assertEqual(self.ask(path)[0], expected, path)
        self.assertEqual(self.ask("/console/", method="POST")[0], 404)
        self.assertIn("goldenfour_web_files 0", self.server.request_text("GET", "/metrics"))
        with open(self.server.log_path, encoding="utf-8") as file:
            said = [line for line in file if '"no_pages"' in line]
        self.assertEqual(len(said), 1, said)
        self.assertRegex(said[0], r"goldenfourd\.toml:\d+: web\.root: .*nowhere' cannot be read")
        self.assertIn("deploy/web-build", said[0])
        self.write("index.html", b"back")
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        self.assertEqual(self.ask("/")[2], b"back")
        self.assertEqual(self.server.request("GET", "/readyz")[1]["pages"], "OK")

    def test_folders_that_the_check_refuses(self):
        os.symlink("/etc/passwd", os.path.join(self.root, "passwd.txt"))
        said = self.check_refuses()
        self.assertRegex(said, r"bad\.toml:\d+: web\.root: .*passwd\.txt' is a link that leaves the folder")
        os.remove(os.path.join(self.root, "passwd.txt"))
        self.assertIn("raise web.file_bytes", self.check_refuses("file_bytes = 1024"))
        self.assertIn("raise web.total_bytes", self.check_refuses("total_bytes = 1024"))
        self.assertIn("raise web.files", self.check_refuses("files = 3"))
        self.assertIn("web.tile_hosts", self.check_refuses('tile_hosts = ["https://a.org; script-src *"]'))
        self.write("v1/x.json", b"{}")
        self.assertIn("lies where the service itself answers", self.check_refuses())
        self.root = os.path.join(self.directory, "nowhere")
        self.assertIn("nowhere' cannot be read", self.check_refuses())

    def test_without_a_root_nothing_is_served(self):
        self.server = Server(GOLDENFOURD, self.directory, config.text(self.directory))
        self.server.start()
        self.addCleanup(self.server.end)
        status, problem = self.server.request("GET", "/")
        self.assertEqual((status, problem["code"]), (404, "NOT_FOUND"))
        self.assertEqual(self.server.request("GET", "/readyz")[1]["pages"], "OFF")
        self.assertIsNone(re.search("goldenfour_web_", self.server.request_text("GET", "/metrics")))


def main():
    global GOLDENFOURD
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", required=True)
    options, rest = parser.parse_known_args()
    GOLDENFOURD = os.path.abspath(options.server)
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)


if __name__ == "__main__":
    main()
