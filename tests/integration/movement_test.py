"""Where people are, told to consoles on the real binary: holders of tasks alone, all others as numbers;
nothing of it is written down."""

import os
import struct
import time

import chain_test
from chain_test import PLACE, Phone, Town, eventually

HOLDER = {"latitude": 46.0511223344, "longitude": 14.5011223344, "datum": "WGS84"}
CANARY = {"latitude": 46.0522334455, "longitude": 14.5022334455, "datum": "WGS84"}


def presence(position):
    return {"presence": {"position": position, "accuracyMeters": 9}}


class Movement(Town):
    extra = "[stream]\ncounts_every_seconds = 0.1\ncells_every_seconds = 1\n"

    def setUp(self):
        super().setUp()
        self.console = Phone(self.server, self.tokens["desk"], acknowledge=False)
        self.frames = []

    def watch_until(self, enough, patience=8.0):
        """Collects what the console is told until `enough(frame)`."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            frame = self.console.stream.receive_json()
            self.frames.append(frame)
            if enough(frame):
                return frame
        raise AssertionError("the console was not told: " + str(self.frames[-5:]))

    def accept(self):
        """Somebody who takes the task, with the offer's phone."""
        phones = {person: Phone(self.server, self.tokens[person]) for person in self.people}
        for phone in phones.values():
            phone.stream.send_json(presence(CANARY))
        self.incident_id = self.raise_alert()
        holder, offer = next(iter(chain_test.Chain.offers(phones).items()))
        accepted = phones[holder].answer(offer["offer"], True)
        self.assertEqual(accepted["code"], "OK", accepted)
        phones[holder].stream.send_json(presence(HOLDER))
        return holder, accepted["task"]

    def test_holders_of_tasks_are_seen_and_nobody_else(self):
        holder, task = self.accept()
        def arrived(frame):
            moves = frame.get("movements", {}).get("movements", [])
            return moves and moves[0]["position"]["latitude"] == HOLDER["latitude"]
        frame = self.watch_until(arrived)
        self.assertNotIn("position", frame, "ephemeral")
        self.assertEqual(len(frame["movements"]["movements"]), 1)
        move = frame["movements"]["movements"][0]
        self.assertEqual((move["incident"], move["task"], move["responder"]),
                         (self.incident_id, task, holder))
        self.assertEqual((move["position"], move["accuracyMeters"]), (HOLDER, 9))
        self.assertIn("expectedAt", move)
        self.assertEqual(self.act(self.incident_id, "cancel")[0], 200)
        self.watch_until(lambda frame: frame.get("movements") == {})
        others = [move["responder"] for frame in self.frames
                  for move in frame.get("movements", {}).get("movements", [])
                  if move["responder"] != holder]
        self.assertEqual(others, [], "on duty and seen, but without a task")
        self.nothing_is_written()

    def nothing_is_written(self):
        self.server.stop()
        traces = [str(place[axis]).encode() for place in (HOLDER, CANARY)
                  for axis in ("latitude", "longitude")]
        traces += [struct.pack("<d", place["latitude"]) for place in (HOLDER, CANARY)]
        for folder, _, names in os.walk(self.directory):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    content = file.read()
                for trace in traces:
                    self.assertNotIn(trace, content, name)

    def test_all_others_are_numbers_from_five_on(self):
        crowd = [f"person-{number}" for number in range(5)]
        tokens = self.server.create_tokens(
            *({"name": name, "role": "RESPONDER", "jurisdiction": "ljubljana", "responder": name}
              for name in crowd))
        for name in crowd:
            self.put(f"/v1/responders/{name}", {"name": "Canary", "onDuty": True, "home": PLACE,
                                                "certifiedUntil": "2099-01-01T00:00:00Z"})
        for number, name in enumerate(crowd):
            if number == 4:
                eventually(lambda: False, 1.5)
                self.assertFalse(any(self.cells(frame) for frame in self.drain()), "four are too few")
            Phone(self.server, tokens[name]).stream.send_json(presence(CANARY))
        frame = self.watch_until(self.cells)
        (cell,) = self.cells(frame)
        self.assertEqual(cell["responders"], 5)
        self.assertEqual(cell["center"]["datum"], "WGS84")
        self.assertNotIn("person-", str(self.frames))

    @staticmethod
    def cells(frame):
        return frame.get("counts", {}).get("cells", [])

    def drain(self):
        """What has been told so far."""
        last = time.monotonic()
        self.watch_until(lambda frame: "counts" in frame and time.monotonic() - last > 0.5)
        return self.frames


if __name__ == "__main__":
    chain_test.main()
