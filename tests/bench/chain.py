"""The chain on the real binary: alert posted -> durable and answered -> first offer at the device.

Starts goldenfourd on a disk of this machine with ten connected volunteers, posts alerts one after the
other and prints, from the same run: the answer's time (durable), the time until the first offer frame
reached a device, and the server's own commit time. Beside them the limit: one 4 KiB append with
fdatasync on the same file system. It asserts no times.
"""

import argparse
import os
import re
import statistics
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))
import config
from server import Server, temporary_directory
from websocket import WebSocket

PEOPLE = 10


def percentiles(name, seconds):
    ordered = sorted(seconds)
    p50 = statistics.median(ordered) * 1000
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000
    print(f"  {name:52} {p50:9.2f} {p99:9.2f}   ({len(ordered)} samples)")


def disk_limit(directory, rounds):
    path = os.path.join(directory, "limit")
    times = []
    file = os.open(path, os.O_CREAT | os.O_WRONLY)
    for _ in range(rounds):
        begin = time.perf_counter()
        os.write(file, b"\0" * 4096)
        os.fdatasync(file)
        times.append(time.perf_counter() - begin)
    os.close(file)
    return times


class Volunteer(threading.Thread):
    """Acknowledges every offer, notes when it came, and declines it, so as to be free again."""

    def __init__(self, server, token, noted):
        super().__init__(daemon=True)
        _, ticket = server.request("POST", "/v1/stream-tickets", {}, token)
        self.stream = WebSocket(server.host, server.port, timeout=120)
        self.stream.send_json({"hello": {"ticket": ticket["ticket"]}})
        self.noted = noted

    def run(self):
        try:
            while True:
                frame = self.stream.receive_json()
                if "offer" not in frame:
                    continue
                incident = frame["offer"]["offer"].rsplit("-", 1)[0]
                self.noted.setdefault(incident, time.perf_counter())
                self.stream.send_json({"ack": {"position": frame["position"]}})
                self.stream.send_json({"answer": {"offer": frame["offer"]["offer"]}})
        except OSError:
            return
        except Exception:
            return


def prepare(server):
    people = [f"r-{number}" for number in range(PEOPLE)]
    tokens = server.create_tokens(
        {"name": "centre", "role": "INTEGRATION", "jurisdiction": "ljubljana"},
        {"name": "registrar", "role": "REGISTRAR", "jurisdiction": "ljubljana"},
        *({"name": person, "role": "RESPONDER", "jurisdiction": "ljubljana", "responder": person}
          for person in people))
    for number, person in enumerate(people):
        server.request("PUT", f"/v1/responders/{person}",
                       {"name": "Test", "onDuty": True, "certifiedUntil": "2099-01-01T00:00:00Z",
                        "home": {"latitude": 46.05, "longitude": 14.5 + number * 0.001,
                                 "datum": "DATUM_WGS84"}}, tokens["registrar"])
    return people, tokens


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", default="build/release/bin/goldenfourd")
    parser.add_argument("--alerts", type=int, default=300)
    options = parser.parse_args()
    with temporary_directory() as directory:
        server = Server(options.server, directory, config.text(directory))
        server.start()
        people, tokens = prepare(server)
        noted = {}
        for person in people:
            Volunteer(server, tokens[person], noted).start()
        time.sleep(0.5)
        answered, offered = [], []
        for number in range(options.alerts):
            begin = time.perf_counter()
            status, reply = server.request(
                "POST", "/v1/alerts",
                {"kind": "CARDIAC_ARREST", "externalId": f"bench-{number}", "status": "ACTUAL",
                 "position": {"latitude": 46.05, "longitude": 14.5, "datum": "DATUM_WGS84"}},
                tokens["centre"])
            answered.append(time.perf_counter() - begin)
            assert status == 201, (status, reply)
            deadline = begin + 2
            while reply["incident"] not in noted and time.perf_counter() < deadline:
                time.sleep(0.0002)
            if reply["incident"] in noted:
                offered.append(noted[reply["incident"]] - begin)
            server.request("POST", f"/v1/incidents/{reply['incident']}:cancel", {}, tokens["centre"])
        connection = server.request_text("GET", "/metrics")
        limit = disk_limit(directory, options.alerts)
        server.stop()
    print(f"  {'milliseconds':52} {'p50':>9} {'p99':>9}")
    percentiles("limit: append 4 KiB + fdatasync, same disk", limit)
    percentiles("alert posted -> durable and answered (2xx)", answered)
    percentiles("alert posted -> first offer at a device", offered)
    total = re.search(r"goldenfour_commit_seconds_sum (\S+)", connection)
    count = re.search(r"goldenfour_commit_seconds_count (\S+)", connection)
    if total and count:
        print(f"  decided -> durable, mean of the server's own metric  "
              f"{float(total.group(1)) / float(count.group(1)) * 1000:9.2f}")


if __name__ == "__main__":
    main()
