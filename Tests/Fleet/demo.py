#!/usr/bin/env python3
"""Runs `cairn demo --json` and checks each of its claims: that it is made, and that it came true; that the demo
ends with 0, prints nothing else, and leaves neither process nor file behind.

    Tests/Fleet/demo.py --cairn .build/release/cairn --seconds 40

Exits 1 when something does not hold.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

CLAIMS = {
    "boardsRun", "cutBoardGoesOn", "cutBoardCatchesUp", "tamperedBlockDetected", "trueBlockArrives", "strangerRefused",
    "killedBoardGoesOn", "successorGoesOn", "proofHolds", "alteredProofFails", "aggregatorHasEveryBlock", "endsInOrder",
}
FACTS = {"blocksWhileCut": 1, "blocksOfLostLane": 1, "proofBytes": 1000}


def processes_below(folder):
    """Whoever has the folder in the words with which it was started."""
    found = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/cmdline", "rb") as file:
                words = file.read().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if folder in words and int(entry) != os.getpid():
            found.append(words)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cairn", required=True)
    parser.add_argument("--seconds", type=int, default=40)
    arguments = parser.parse_args()
    failures = []

    def check(name, holds, found=""):
        if not holds:
            failures.append(f"{name} {found}")

    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        begin = time.monotonic()
        done = subprocess.run([arguments.cairn, "demo", "--seconds", str(arguments.seconds), "--json"],
                              env=os.environ | {"TMPDIR": folder}, capture_output=True, text=True)
        seconds = round(time.monotonic() - begin, 1)
        time.sleep(1)
        check("it exits with 0", done.returncode == 0, f"{done.returncode} {done.stderr[-1000:]}")
        lines = done.stdout.strip().splitlines()
        check("it prints one line", len(lines) == 1, done.stdout[:500])
        report = json.loads(lines[-1]) if lines else {}
        check("all in all", report.get("holds") is True)
        told = {name for name, value in report.items() if isinstance(value, bool)} - {"holds"}
        check("it makes these claims and no others", told == CLAIMS, sorted(told ^ CLAIMS))
        for claim in sorted(CLAIMS):
            check(claim, report.get(claim) is True, report.get(claim))
        for fact, least in FACTS.items():
            check(fact, isinstance(report.get(fact), int) and report[fact] >= least, report.get(fact))
        check("no file is left", not os.listdir(folder), os.listdir(folder))
        check("no process is left", not processes_below(folder), processes_below(folder))
    print(json.dumps({"seconds": seconds, "report": report, "failures": failures}))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
