#!/usr/bin/env python3
"""How long it takes from a reading to the receipt of an aggregator that has executed and durably stored its
block, over a Mosquitto of this machine.

    Tests/Fleet/latency.py --programs .build/release

Two boards in turn, without witnesses: one with 100 readings a second in batches of 1 s, of which a reading waits
half a second on average; one with 10 readings a second, each a batch and a block of its own. The time of a
reading is that in its proof; the receipt's is when the board says so. Beside it stands what the disk takes for
a write of 24 KB that is flushed, which is what a block's commit writes: on the way from reading to receipt lie
two of them, one on the board and one at the aggregator. The figures are one line of JSON.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import fleet as fleets  # noqa: E402


class TimedBoard(fleets.Board):
    """Notes when its log says what."""

    def start(self):
        import subprocess
        self.delivered = []
        self.process = subprocess.Popen(self.words, stderr=subprocess.PIPE, text=True)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stderr:
            now = time.time() * 1000
            words = line.split()
            if "delivered" in words:
                block = next(word for word in words if word.startswith("block="))
                self.delivered.append((int(block[6:]), now))

    def receipt(self, block):
        """When the first receipt for the block or one behind it was there."""
        return next((at for number, at in self.delivered if number >= block), None)


def flush_ms(folder):
    times, path = [], folder + "/flushed"
    for _ in range(50):
        with open(path, "wb") as file:
            file.write(os.urandom(24 << 10))
            start = time.monotonic()
            file.flush()
            os.fsync(file.fileno())
            times.append(1000 * (time.monotonic() - start))
    return round(statistics.median(times), 2)


def measure(fleet, board, readings, sensors, period, seconds):
    names = [f"s{place}" for place in range(sensors)]
    board.write(readings, names, period)
    board.start()
    fleet.wait("the enrolment arrives", lambda: board.address in fleet.aggregator.enrolments())
    fleet.run("cairn-aggregator", "admit", board.address, "--data", fleet.aggregator.data)
    fleet.wait("the board seals", lambda: board.status().get("link", {}).get("delivered", 0) > 2)
    time.sleep(3)
    first = {sensor["name"]: sensor["newest"]["counter"] for sensor in board.status()["sensors"]}
    time.sleep(seconds)
    last = {sensor["name"]: sensor["newest"]["counter"] for sensor in board.status()["sensors"]}
    time.sleep(2)
    times, step = [], max(1, sum(last[name] - first[name] for name in names) // 400)
    for name in names:
        for counter in range(first[name], last[name], step):
            try:
                proof = fleets.ask(board.socket, "cairn_prove", name, hex(counter))
            except LookupError:
                continue
            at = board.receipt(int(proof["seal"]["height"]))
            if at:
                times.append(at - int(proof["reading"]["time"]))
    board.stop()
    times.sort()
    rate = sum(last[name] - first[name] for name in names) / seconds
    return {"readings_per_s": round(rate, 1), "samples": len(times), "median_ms": round(statistics.median(times), 1),
            "p95_ms": round(times[len(times) * 95 // 100], 1), "max_ms": round(times[-1], 1)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", required=True, help="the folder of cairn and cairn-aggregator")
    parser.add_argument("--seconds", type=float, default=20, help="of each of both")
    arguments = parser.parse_args()
    arguments.programs, arguments.boards = os.path.abspath(arguments.programs), 0
    folder = tempfile.mkdtemp(prefix="latency-", dir="/var/tmp")
    fleet = fleets.Fleet(arguments, folder)
    figures = {"flush_ms": flush_ms(folder)}
    arguments.period, arguments.batch = "1 s", "1 s"
    try:
        fleet.aggregator.start()
        boards = [TimedBoard(fleet, index, fleet.broker.port) for index in range(2)]
        figures["batches_of_1_s"] = measure(
            fleet, boards[0], "batch: 1 s, heartbeat: 1 h", 10, "100 ms", arguments.seconds)
        figures["a_batch_a_reading"] = measure(
            fleet, boards[1], "batch: 1 s, batch_count: 1, heartbeat: 1 h", 1, "100 ms", arguments.seconds)
        fleet.boards = boards
    finally:
        fleet.close()
    figures["load"] = round(os.getloadavg()[0], 1)
    print(json.dumps(figures))
    shutil.rmtree(folder)
    if fleet.failures or figures["batches_of_1_s"]["median_ms"] > 700 or figures["a_batch_a_reading"]["median_ms"] > 30:
        sys.exit(1)


if __name__ == "__main__":
    main()
