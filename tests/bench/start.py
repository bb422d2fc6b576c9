"""A start with 200,000 AEDs: imports them into the real binary, stops it, and times starts.

Printed beside the limit: reading the same journal file once. It asserts no times.
"""

import argparse
import http.client
import os
import random
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))
import config
from server import Server, temporary_directory

ROWS = 256


def import_aeds(server, token, count):
    rng = random.Random(7)
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
    for first in range(0, count, ROWS):
        rows = ["@id,@type,@lat,@lon,name,opening_hours,access"]
        for number in range(first, min(first + ROWS, count)):
            rows.append(f"{10_000_000_000 + number},node,{45.4 + rng.random():.7f},"
                        f"{13.4 + 3 * rng.random():.7f},Place {number},24/7,yes")
        connection.request("POST", "/v1/aeds:import?jurisdiction=ljubljana&datum=WGS84",
                           "\n".join(rows) + "\n",
                           {"Content-Type": "text/csv", "Authorization": "Bearer " + token})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (answer.status, body[:300])
    connection.close()


def read_all(path):
    begin = time.perf_counter()
    with open(path, "rb") as file:
        while file.read(1 << 20):
            pass
    return time.perf_counter() - begin


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", default="build/release/bin/goldenfourd")
    parser.add_argument("--aeds", type=int, default=200_000)
    options = parser.parse_args()
    with temporary_directory() as directory:
        server = Server(options.server, directory, config.text(directory))
        server.start()
        token = server.create_tokens(
            {"name": "registrar", "role": "REGISTRAR", "jurisdiction": "ljubljana"})["registrar"]
        begin = time.perf_counter()
        import_aeds(server, token, options.aeds)
        print(f"  import of {options.aeds} AEDs over HTTP          {time.perf_counter() - begin:8.2f} s")
        server.stop(60)
        starts = []
        for _ in range(3):
            starts.append(server.start(120))
            server.stop(60)
        journal = os.path.join(directory, "data", "journal.db")
        print(f"  limit: reading journal.db ({os.path.getsize(journal) >> 20} MiB) once  "
              f"{read_all(journal):8.2f} s")
        print(f"  start until ready, best and worst of three {min(starts):8.2f} {max(starts):8.2f} s")


if __name__ == "__main__":
    main()
