"""Configurations of the test servers."""

import os


def text(directory, offer_deadline_seconds=25, extra="", policy="", drills_only=False):
    """A server of two jurisdictions on a free loopback port, with everything under `directory`."""
    data = os.path.join(directory, "data")
    return f"""
[server]
node_id = "test"
data_dir = "{data}"
jurisdictions = ["ljubljana", "kranj"]
drills_only = {"true" if drills_only else "false"}

[[listen]]
address = "127.0.0.1"
port = 0

{extra}

[policy]
offer_deadline_seconds = {offer_deadline_seconds}
max_offers_in_window = 1000
{policy}
"""
