#!/usr/bin/env python3
"""A fleet at work over a real broker that forgets everything: boards that witness one another and an
aggregator, each a process; the broker is restarted, boards are killed, a link is cut; and at the end nothing
may be missing and nothing may be there twice.

    Tests/Fleet/fleet.py --programs .build/release --minutes 10
    Tests/Fleet/fleet.py --programs .build/release --minutes 1 --boards 3 --cut 15 --restarts 1 --broker nats

The boards are made and taken in as an operator does it: `cairn-aggregator init`, `cairn init --fleet-file`,
`cairn-aggregator admit` while the fleet runs. Exits 1 when something does not hold; the figures are one line
of JSON at the end.

    sealed = stored     each block of each board is at the aggregator, byte for byte (`cairn export` of both)
    executed            the aggregator's blocks are executed once more, into an empty ledger (`cairn import`)
    delivered, final    the board's last block has a receipt and enough cosignatures
    provable            each counter of each sensor has a proof at the aggregator, or a signed gap, once
    verified            `cairn verify` holds for a sample of them, and fails when one value is changed
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from brokers import BROKERS  # noqa: E402

SENSORS = ["hall/temperature", "hall/humidity", "grid/power", "silo/level"]


class Line:
    """The line between one board and the broker. When it is cut nothing goes through and nobody is told: the
    connections stay open and silent, as when a cable is pulled."""

    def __init__(self, broker):
        self.broker, self.whole = broker, threading.Event()
        self.whole.set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.pairs = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.join, args=(client,), daemon=True).start()

    def join(self, client):
        self.whole.wait()
        try:
            server = socket.create_connection(("127.0.0.1", self.broker.port))
        except OSError:
            return client.close()
        self.pairs.append((client, server))
        for one, other in ((client, server), (server, client)):
            threading.Thread(target=self.pump, args=(one, other), daemon=True).start()

    def pump(self, one, other):
        try:
            while data := one.recv(65536):
                self.whole.wait()
                other.sendall(data)
        except OSError:
            pass
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self):
        self.whole.clear()

    def mend(self):
        """What was on the way is lost with its connections."""
        pairs, self.pairs = self.pairs, []
        for pair in pairs:
            for end in pair:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        self.whole.set()


def ask(path, method, *parameters, patience=30):
    """One JSON-RPC call over a Unix socket; None when nobody answers, an exception when it is refused."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(patience)
        try:
            line.connect(path)
            line.sendall(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method,
                                     "params": list(parameters)}).encode())
            text = b""
            while not text.endswith(b"\n"):
                part = line.recv(1 << 20)
                if not part:
                    return None
                text += part
        except OSError:
            return None
    answer = json.loads(text)
    if "error" in answer:
        raise LookupError(answer["error"]["message"])
    return answer["result"]


class Member:
    """A program of the fleet."""

    def __init__(self, fleet, name, words, socket_path, method):
        self.fleet, self.name, self.words, self.socket, self.method = fleet, name, words, socket_path, method
        self.log = f"{fleet.folder}/{name}.log"
        self.process = None

    def start(self):
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(self.words, stderr=log, stdout=log)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=30)

    def status(self):
        return ask(self.socket, self.method) or {}


class Board(Member):
    def __init__(self, fleet, index, port):
        self.data = f"{fleet.folder}/b{index}"
        made = fleet.run("cairn", "init", "--data", self.data, "--fleet-file", fleet.aggregator.data + "/fleet.json",
                         "--json")
        self.address, self.port, self.index = json.loads(made)["board"], port, index
        self.config = self.data + "/board.yaml"
        super().__init__(fleet, f"b{index}", [fleet.program("cairn"), "run", "--config", self.config],
                         self.data + "/cairn.ipc", "cairn_status")
        self.configure(fleet.arguments.period)

    def configure(self, period, heartbeat="30 s"):
        self.write(f"batch: {self.fleet.arguments.batch}, heartbeat: {heartbeat}", SENSORS, period)

    def write(self, readings, sensors, period):
        with open(self.config, "w") as file:
            file.write(f"board: {{name: {self.name}, data: {self.data}}}\n"
                       f"readings: {{{readings}}}\n"
                       f"broker: {{url: 'mqtt://127.0.0.1:{self.port}', longest_pause: 2 s, keep_alive: 5 s"
                       f"{self.fleet.broker.settings}}}\nsensors:\n")
            for place, name in enumerate(sensors):
                file.write(f"  - {{name: {name}, driver: simulator, unit: Cel, every: {period}, base: 20, noise: 1, "
                           f"decimals: 2, seed: {100 * self.index + place}}}\n")

    @property
    def lane(self):
        return f"{self.fleet.aggregator.data}/lanes/{self.address}-1"


class Aggregator(Member):
    def __init__(self, fleet):
        self.data = fleet.folder + "/agg"
        made = fleet.run("cairn-aggregator", "init", "--data", self.data, "--broker",
                         f"mqtt://127.0.0.1:{fleet.broker.port}", "--json")
        self.address = json.loads(made)["aggregator"]
        self.fleet_key = json.loads(made)["fleetKey"]
        with open(self.data + "/aggregator.yaml", "w") as file:
            file.write(f"aggregator: {{data: {self.data}, checkpoint: 2 s}}\n"
                       f"broker: {{url: 'mqtt://127.0.0.1:{fleet.broker.port}', longest_pause: 2 s, keep_alive: 5 s"
                       f"{fleet.broker.settings}}}\n"
                       "alerts: {silent: 1 min, behind: 20}\n")
        super().__init__(fleet, "aggregator", [fleet.program("cairn-aggregator"), "run", "--data", self.data],
                         self.data + "/cairn-aggregator.ipc", "aggregator_status")

    def lanes(self):
        return {lane["board"]: lane for lane in ask(self.socket, "aggregator_lanes") or []}

    def enrolments(self):
        """Nothing while it does not answer yet."""
        return self.status().get("enrolments", [])


class Fleet:
    def __init__(self, arguments, folder):
        self.arguments, self.folder = arguments, folder
        self.failures, self.figures, self.began = [], {}, time.monotonic()
        self.broker = BROKERS[getattr(arguments, "broker", "mosquitto")](folder)
        self.line = Line(self.broker)
        self.aggregator = Aggregator(self)
        # The last board is behind the line that is cut.
        self.boards = [Board(self, index, self.line.port if index == arguments.boards - 1 else self.broker.port)
                       for index in range(arguments.boards)]

    def program(self, name):
        return os.path.join(self.arguments.programs, name)

    def run(self, name, *words, good=(0,)):
        done = subprocess.run([self.program(name), *words], capture_output=True, text=True)
        if done.returncode not in good:
            raise RuntimeError(f"{name} {' '.join(words)}: {done.returncode}: {done.stderr or done.stdout}")
        return done.stdout

    def say(self, text):
        print(f"{time.monotonic() - self.began:6.1f} s  {text}", file=sys.stderr, flush=True)

    def check(self, name, holds, found=""):
        if not holds:
            self.failures.append(name)
            self.say(f"DOES NOT HOLD: {name} {found}")

    def wait(self, what, holds, patience=120):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if holds():
                return True
            time.sleep(0.5)
        self.check(what, False, f"not within {patience} s")
        return False

    def admit(self):
        """As they ask; each is witnessed by the next ones in a ring."""
        count = len(self.boards)
        for board in self.boards:
            self.wait("enrolments arrive", lambda: board.address in self.aggregator.enrolments())
            witnesses = [self.boards[(board.index + step) % count].address
                         for step in range(1, self.arguments.witnesses + 1)]
            words = [word for witness in witnesses for word in ("--witness", witness)]
            self.run("cairn-aggregator", "admit", board.address, "--data", self.aggregator.data, *words)
        self.wait("all boards seal", lambda: all(
            board.status().get("link", {}).get("delivered", 0) > 0 for board in self.boards))

    def story(self):
        """What happens, at which second."""
        arguments, seconds = self.arguments, 60 * self.arguments.minutes
        events = []
        for number in range(arguments.restarts):
            events.append((seconds * (number + 0.5) / arguments.restarts, "the broker restarts",
                           lambda: self.broker.restart(3)))
        for number in range(min(arguments.kills, len(self.boards) - 1)):
            at = seconds * (number + 0.75) / (arguments.kills + 0.5)
            events.append((at, f"b{number} is killed", self.boards[number].kill))
            events.append((at + 5, f"b{number} starts again", self.boards[number].start))
        start = max(1, (seconds - arguments.cut) * 0.4)
        events.append((start, "the line of the last board is cut", self.line.cut))
        events.append((start + arguments.cut, "the line is mended", self.line.mend))
        return sorted(events, key=lambda event: event[0])

    def live(self):
        began = time.monotonic()
        for at, what, act in self.story():
            time.sleep(max(0, began + at - time.monotonic()))
            self.say(what)
            act()
        time.sleep(max(0, began + 60 * self.arguments.minutes - time.monotonic()))
        for member in [self.aggregator, *self.boards]:
            self.check(f"{member.name} runs", member.process.poll() is None)

    def catch_up(self):
        """Once everybody is back, what each lane had becomes final while the boards measure on: a witness that
        asks for its locks cosigns only what is sealed after the answer, which makes what is before it final."""
        had = {board.name: board.status().get("head", 0) for board in self.boards}
        self.wait("what was sealed meanwhile becomes final", lambda: all(
            (board.status().get("link") or {}).get("final", 0) >= had[board.name] for board in self.boards))

    def settle(self):
        """Nobody measures any more; what is on its way arrives."""
        for board in self.boards:
            # A program that has just been started would be ended by the signal.
            self.wait(f"{board.name} answers", lambda: board.status())
        self.catch_up()
        self.say("the sensors rest")
        for board in self.boards:
            board.configure("10 h", "10 h")
            board.process.send_signal(signal.SIGHUP)
        heads = {}

        def settled():
            before, lanes = dict(heads), self.aggregator.lanes()
            for board in self.boards:
                status = board.status()
                link = status.get("link") or {}
                head = status.get("head", -1)
                heads[board.address] = head
                lane = lanes.get(board.address, {})
                if not (head == before.get(board.address) == link.get("delivered") == link.get("final")
                        == lane.get("head") == lane.get("logged") == lane.get("final")
                        and lane.get("headHash") == status.get("headHash")):
                    return False
            return True

        if not self.wait("every block is stored, final, receipted and in the log", settled, 180):
            lanes = self.aggregator.lanes()
            for board in self.boards:
                status = board.status()
                lane = lanes.get(board.address, {})
                self.say(f"  {board.name}: head {status.get('head')} link "
                         f"{ {k: v for k, v in (status.get('link') or {}).items() if k not in ('peers', 'counters')} } "
                         f"aggregator {lane.get('head')} final {lane.get('final')} logged {lane.get('logged')}")
        self.figures["blocks"] = sum(heads.values())
        for board in self.boards:
            alerts = (board.status().get("link") or {}).get("alerts", [])
            # Nobody lies here: there is no evidence to be found.
            bad = [alert for alert in alerts if "two different" in alert or "not allow" in alert]
            self.check(f"{board.name} has no evidence", not bad, bad)
        kinds = {}
        for alert in self.aggregator.status().get("alerts", []):
            kinds[alert["kind"]] = kinds.get(alert["kind"], 0) + 1
        self.figures["alerts"] = kinds
        self.check("no alert but of silence", set(kinds) <= {"silent", "behind"}, kinds)
        counters = self.aggregator.status().get("counters", {})
        self.check("nothing is malformed or forged", not counters.get("malformed") and not counters.get("forged"),
                   counters)
        self.figures["messages"] = counters.get("received")

    def provable(self):
        """Each counter from 0 on has a proof, or stands in a signed gap."""
        proofs, gaps, signed, told = [], 0, 0, time.monotonic()
        for board in self.boards:
            newest = {sensor["name"]: sensor for sensor in board.status()["sensors"]}
            for sensor in SENSORS:
                signed += self.signed(board, sensor)
                counter = 0
                while counter <= newest[sensor]["newest"]["counter"]:
                    try:
                        proof = ask(self.aggregator.socket, "aggregator_prove", board.address, sensor, counter, None)
                        assert proof["reading"]["counter"] == counter and proof["sensor"] == sensor
                        proofs.append((board, sensor, counter))
                        counter += 1
                    except LookupError as error:
                        gap = re.search(r"counters (\d+) to (\d+) stand for no reading: a signed gap", str(error))
                        self.check("what is not provable is a signed gap", gap and int(gap[1]) == counter,
                                   f"{board.name} {sensor} {counter}: {error}")
                        last = int(gap[2]) if gap else counter
                        gaps += last - counter + 1
                        counter = last + 1
            self.say(f"{board.name}: {len(proofs)} readings are provable so far")
        self.figures |= {"readings_signed": signed, "readings_provable": len(proofs), "counters_in_gaps": gaps,
                         "prove_ms": round(1000 * (time.monotonic() - told) / max(1, len(proofs)), 2)}
        self.check("as many readings are provable as were signed", signed == len(proofs) and signed > 0,
                   f"{signed} and {len(proofs)}")
        return proofs

    def signed(self, board, sensor):
        """Events of the board's own lane, by its Ethereum interface: recorded readings of the sensor."""
        return self.recorded(board).get(sensor, 0)

    def recorded(self, board):
        if not hasattr(board, "events"):
            board.events, head, step = {}, int(ask(board.socket, "eth_blockNumber"), 16), 50
            names = {self.sensor_id(board, sensor): sensor for sensor in SENSORS}
            topic = self.topic()
            seen = set()
            for first in range(1, head + 1, step):
                found = ask(board.socket, "eth_getLogs", {"fromBlock": hex(first), "toBlock": hex(
                    min(head, first + step - 1)), "topics": [topic]})
                for entry in found:
                    sensor = names[entry["topics"][1]]
                    counter = int(entry["data"], 16) >> 120 & (1 << 48) - 1
                    self.check("no counter is recorded twice", (sensor, counter) not in seen, (sensor, counter))
                    seen.add((sensor, counter))
                    board.events[sensor] = board.events.get(sensor, 0) + 1
        return board.events

    def topic(self):
        here = os.path.dirname(os.path.abspath(__file__))
        with open(here + "/../../Sources/Contracts/Interfaces/ReadingLog.json") as file:
            abi = json.load(file)
        event = next(entry for entry in abi if entry.get("name") == "Recorded")
        return self.keccak((f"Recorded({','.join(field['type'] for field in event['inputs'])})").encode())

    def sensor_id(self, board, sensor):
        return self.keccak(bytes.fromhex(board.address[2:]) + sensor.encode())

    def keccak(self, data):
        return ask(self.boards[0].socket, "web3_sha3", "0x" + data.hex())

    def verify(self, proofs):
        """With the fleet's key alone; and the same with one digit changed."""
        random.seed(1)
        sample = random.sample(proofs, min(self.arguments.sample, len(proofs)))
        path, good, began = self.folder + "/proof.json", 0, time.monotonic()
        for number, (board, sensor, counter) in enumerate(sample):
            proof = ask(self.aggregator.socket, "aggregator_prove", board.address, sensor, counter, None)
            # Every second one as the board makes it.
            if number % 2:
                proof = ask(board.socket, "cairn_prove", sensor, hex(counter))
            with open(path, "w") as file:
                json.dump(proof, file)
            done = subprocess.run([self.program("cairn"), "verify", path, "--fleet-key", self.aggregator.fleet_key,
                                   "--json"], capture_output=True, text=True)
            report = json.loads(done.stdout or "{}")
            if done.returncode == 0 and all(report.get(part) for part in ("member", "final", "stored", "logged")):
                good += 1
            else:
                self.check("the proof holds", False, f"{board.name} {sensor} {counter}: {done.stdout[-300:]}")
            if number < 20:
                proof["reading"]["counter"] += 1
                with open(path, "w") as file:
                    json.dump(proof, file)
                done = subprocess.run([self.program("cairn"), "verify", path, "--fleet-key",
                                       self.aggregator.fleet_key], capture_output=True, text=True)
                self.check("a changed proof fails", done.returncode == 1, done.stdout)
        self.figures |= {"proofs_verified": good, "proofs_sampled": len(sample),
                         "prove_and_verify_ms": round(1000 * (time.monotonic() - began) / max(1, len(sample)), 1)}

    def compare(self):
        """The same bytes on the board and at the aggregator; and executed once more from them."""
        blocks = 0
        for board in self.boards:
            files = [f"{self.folder}/{board.name}-{side}.rlp" for side in ("own", "stored")]
            for data, path in zip((board.data + "/ledger", board.lane), files):
                self.run("cairn", "export", "--data", data, path)
            same = [open(path, "rb").read() for path in files]
            self.check(f"{board.name}: the aggregator has its blocks, byte for byte", same[0] == same[1],
                       f"{len(same[0])} and {len(same[1])} bytes")
            anew = f"{self.folder}/{board.name}-anew"
            try:
                told = self.run("cairn", "import", "--data", anew, "--genesis", board.data + "/genesis.json", files[1],
                                "--json")
                blocks += json.loads(told.strip().splitlines()[-1])["imported"]
            except RuntimeError as error:
                self.check(f"{board.name}: its blocks execute to the same roots", False, error)
        self.figures["blocks_executed_again"] = blocks

    def close(self):
        for member in [*self.boards, self.aggregator]:
            if member.process and member.process.poll() is None:
                member.kill()
        self.broker.stop()


def run(fleet):
    fleet.aggregator.start()
    for board in fleet.boards:
        board.start()
    fleet.admit()
    fleet.say(f"{len(fleet.boards)} boards are in the fleet, and seal")
    fleet.live()
    fleet.settle()
    proofs = fleet.provable()
    fleet.verify(proofs)
    ends = [member.stop() for member in [*fleet.boards, fleet.aggregator]]
    fleet.check("all programs end in order", not any(ends), ends)
    fleet.compare()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", required=True, help="the folder of cairn and cairn-aggregator")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--boards", type=int, default=8)
    parser.add_argument("--broker", choices=sorted(BROKERS), default="mosquitto")
    parser.add_argument("--witnesses", type=int, default=2, help="of each board")
    parser.add_argument("--restarts", type=int, default=5, help="of the broker")
    parser.add_argument("--kills", type=int, default=3, help="boards that are killed and start again")
    parser.add_argument("--cut", type=float, default=120, help="seconds without the last board's line")
    parser.add_argument("--sample", type=int, default=1000, help="proofs that are verified")
    parser.add_argument("--period", default="1 s", help="of each of the four sensors")
    parser.add_argument("--batch", default="2 s")
    parser.add_argument("--keep", help="a new folder that stays; its path is to be short")
    parser.add_argument("--if-installed", action="store_true", help="do nothing where the broker is not")
    arguments = parser.parse_args()
    if arguments.if_installed and not BROKERS[arguments.broker].is_installed():
        return print(f"{arguments.broker} is not installed: nothing to do")
    arguments.programs = os.path.abspath(arguments.programs)
    folder = os.path.abspath(arguments.keep) if arguments.keep else tempfile.mkdtemp(prefix="fleet-", dir="/var/tmp")
    os.makedirs(folder, exist_ok=True)
    fleet = Fleet(arguments, folder)
    try:
        run(fleet)
    finally:
        fleet.close()
    fleet.figures |= {"boards": len(fleet.boards), "broker": fleet.broker.name, "minutes": arguments.minutes,
                      "broker_restarts": fleet.broker.restarts, "failures": fleet.failures}
    print(json.dumps(fleet.figures))
    if fleet.failures:
        sys.exit(f"what happened is in {folder}")
    if not arguments.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
