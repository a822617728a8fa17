#!/usr/bin/env python3
"""Lists the functions that boards at work call, for `boards/build`, which lays them beside each other: what a
board keeps of its program in memory is then these, and not 64 KB around each of them.

    Tests/Soak/steady.py --cairn .build/boards/x86_64/release/cairn --output boards/lib/steady.txt -- \\
        Tests/Soak/soak.py --cairn {cairn} --minutes 5 --no-check
    Tests/Soak/steady.py --cairn .build/boards/x86_64/release/cairn --add --output boards/lib/steady.txt \\
        --programs .build/release -- \\
        Tests/Fleet/fleet.py --programs {folder} --minutes 5 --boards 4 --sample 5

Runs the command behind `--` with every `cairn run` of it under callgrind, which is slow, so that what the command
checks may fail. `{cairn}` is the program to be named there, `{folder}` one that has it and those of --programs. Once
--after seconds have passed, calls are counted until the programs end. Needs valgrind, and a program with its symbols.
"""

import argparse
import glob
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time

WRAPPER = """#!/bin/sh
if [ "$1" = run ]; then
  exec valgrind --tool=callgrind --instr-atstart=no --callgrind-out-file={folder}/calls.%p {cairn} "$@"
fi
exec {cairn} "$@"
"""


def wrap(arguments, folder):
    """A program that runs the other one under callgrind, in a folder with those of --programs."""
    path = os.path.join(folder, "cairn")
    with open(path, "w") as file:
        file.write(WRAPPER.format(folder=shlex.quote(folder), cairn=shlex.quote(os.path.abspath(arguments.cairn))))
    os.chmod(path, 0o755)
    for name in ("cairn-aggregator", "cairn-evm"):
        if arguments.programs and os.path.exists(os.path.join(arguments.programs, name)):
            os.symlink(os.path.abspath(os.path.join(arguments.programs, name)), os.path.join(folder, name))
    return path


def running(folder):
    """The processes under callgrind whose calls go to the folder."""
    result = []
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(path, "rb") as file:
                line = file.read()
        except OSError:
            continue
        if b"--tool=callgrind" in line and folder.encode() in line:
            result.append(path.split("/")[2])
    return result


def record(arguments, folder):
    """Runs the command, and counts calls from some time on until it ends."""
    names = {"cairn": wrap(arguments, folder), "folder": folder}
    command = [part.format(**names) if "{" in part else part for part in arguments.command]
    child = subprocess.Popen(command, stdout=sys.stderr)
    begin, counting = time.monotonic(), set()
    while child.poll() is None:
        time.sleep(1)
        if time.monotonic() - begin < arguments.after:
            continue
        for process in set(running(folder)) - counting:
            counting.add(process)
            subprocess.run(["callgrind_control", "-i", "on", process], stdout=subprocess.DEVNULL, check=False)
    if not counting:
        sys.exit("steady.py: the command ended before anything was counted")


def called(folder):
    """The symbols of the functions that were called."""
    result = set()
    for path in glob.glob(os.path.join(folder, "calls.*")):
        names, used = {}, set()
        with open(path) as file:
            for line in file:
                match = re.match(r"c?fn=\((\d+)\)(?: (.*))?", line)
                if match:
                    used.add(match[1])
                    if match[2]:
                        names[match[1]] = match[2].strip().split("'")[0]
        result |= {names[number] for number in used if number in names}
    return result


def plain_names(symbols, cairn):
    """As `boards/lib/order-functions` tells them: without what differs by specialisation."""
    script = os.path.join(os.path.dirname(__file__), "../../boards/lib/order-functions")
    text = subprocess.run([script, "--names", cairn], check=True, capture_output=True, text=True).stdout
    rows = (line.split("\t") for line in text.splitlines())
    return {name for symbol, name in rows if symbol in symbols}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cairn", required=True, help="the program with its symbols")
    parser.add_argument("--programs", help="a folder with other programs that the command needs")
    parser.add_argument("--output", required=True, help="the list")
    parser.add_argument("--add", action="store_true", help="behind what the list names already")
    parser.add_argument("--after", type=float, default=15, help="seconds before calls count")
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    known = []
    if arguments.add:
        with open(arguments.output) as file:
            known = [line.rstrip("\n") for line in file]
    with tempfile.TemporaryDirectory(prefix="steady-") as folder:
        record(arguments, folder)
        names = known + sorted(plain_names(called(folder), arguments.cairn) - set(known))
    with open(arguments.output, "w") as file:
        file.writelines(name + "\n" for name in names)
    print(f"{arguments.output}: {len(names)} functions")


if __name__ == "__main__":
    main()
