#!/usr/bin/env python3
"""A board at work for minutes: 16 sensors of every way of reading at 1 Hz (a fake /sys, a pseudo-terminal, a
Modbus TCP server, topics of a TLS broker, replayed files, a program, simulators), with what it takes of memory
and processor from /proc, and its lane checked by others afterwards (check.py).

    Tests/Soak/soak.py --cairn .build/boards/x86_64/cairn --minutes 10
    Tests/Soak/soak.py --cairn .build/release/cairn --minutes 1 --keep /var/tmp/soak

Needs mosquitto, openssl and, for the checks, the packages that check.py names (--no-check leaves them out).
Exits 1 when something does not hold. The figures are one line of JSON at the end.
"""

import argparse
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import tty

SENSORS = """
  - {name: air/temperature, driver: iio, device: bme280, channel: temp, instrument: air}
  - {name: air/humidity, driver: iio, device: bme280, channel: humidityrelative, instrument: air}
  - {name: air/pressure, driver: iio, device: bme280, channel: pressure, instrument: air}
  - {name: room/humidity, driver: hwmon, device: sht4x, channel: humidity1, instrument: room}
  - {name: room/temperature, driver: hwmon, device: sht4x, channel: temp1, instrument: room}
  - {name: board/soc, driver: thermal, zone: cpu-thermal, instrument: board}
  - {name: board/load, driver: system, fact: load, instrument: board}
  - {name: soil/temperature, driver: w1, device: 28-0316a2798aff, instrument: soil}
  - {name: dust/fine, driver: pms5003, port: dust, field: pm2p5, instrument: dust, timeout: 900 ms}
  - {name: meter/power, driver: modbus, port: hall, table: input, register: 0, format: float32, unit: W,
     instrument: meter}
  - {name: meter/count, driver: modbus, port: hall, table: holding, register: 1, format: uint16, unit: count,
     instrument: meter}
  - {name: shed/temperature, driver: mqtt, topic: soak/shed, path: temperature, unit: Cel, timeout: 1 min,
     instrument: shed}
  - {name: barn/humidity, driver: mqtt, topic: soak/barn, path: air.humidity, unit: "%RH", timeout: 1 min,
     instrument: shed}
  - {name: replay/level, driver: replay, file: /replay.csv, column: level, repeat: true, unit: m,
     instrument: replay}
  - {name: ups/charge, driver: command, run: [/bin/echo, "97.5"], unit: "%EL", instrument: ups}
  - {name: simulated/temperature, driver: simulator, base: 20, day_cycle: 6, noise: 0.05, decimals: 2, seed: 7,
     unit: Cel, instrument: simulated}
"""


class World:
    """What the board sees, changing all the time."""

    def __init__(self, folder):
        self.folder, self.stopped, self.children = folder, threading.Event(), []
        self.root = os.path.join(folder, "root")
        self.count = 0
        self.write_files()
        self.open_terminal()
        self.open_modbus()
        self.open_broker()
        threading.Thread(target=self.change, daemon=True).start()

    def write(self, place, text):
        path = self.root + place
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path + ".new", "w") as file:
            file.write(text)
        os.rename(path + ".new", path)

    def write_files(self):
        n = self.count
        iio, hwmon = "/sys/bus/iio/devices/iio:device0", "/sys/class/hwmon/hwmon1"
        self.write(iio + "/name", "bme280\n")
        self.write(iio + "/in_temp_input", f"{21000 + n % 900}\n")
        self.write(iio + "/in_humidityrelative_input", f"{45000 + n % 700}\n")
        self.write(iio + "/in_pressure_input", f"101.{n % 1000:03}000\n")
        self.write(hwmon + "/name", "sht4x\n")
        self.write(hwmon + "/humidity1_input", f"{48000 + n % 300}\n")
        self.write(hwmon + "/temp1_input", f"{20500 + n % 200}\n")
        self.write("/sys/class/thermal/thermal_zone0/type", "cpu-thermal\n")
        self.write("/sys/class/thermal/thermal_zone0/temp", f"{50000 + n % 5000}\n")
        self.write("/proc/loadavg", f"0.{n % 100:02} 0.30 0.25 1/123 4567\n")
        line = "72 01 4b 46 7f ff 0e 10 57"
        self.write("/sys/bus/w1/devices/28-0316a2798aff/w1_slave", f"{line} : crc=57 YES\n{line} t={23000 + n % 99}\n")
        if n == 0:
            rows = "".join(f"{i},{1 + i / 1000:.3f}\n" for i in range(500))
            self.write("/replay.csv", "time,level\n" + rows)

    def open_terminal(self):
        self.master, slave = os.openpty()
        tty.setraw(slave)
        os.makedirs(self.root + "/dev", exist_ok=True)
        os.symlink(os.ttyname(slave), self.root + "/dev/dust")
        self.slave = slave

    def dust(self):
        words = [0x424D, 28, 1, 7 + self.count % 5, 9, 1, 7, 9, 300, 90, 20, 5, 2, 1, 0x9700]
        frame = struct.pack(">15H", *words)
        return frame + struct.pack(">H", sum(frame) & 0xFFFF)

    def open_modbus(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.modbus = self.listener.getsockname()[1]
        threading.Thread(target=self.serve_modbus, daemon=True).start()

    def serve_modbus(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.answer_modbus, args=(client,), daemon=True).start()

    def answer_modbus(self, client):
        while True:
            request = client.recv(260)
            if not request:
                return
            number, _, _, unit, function, address, count = struct.unpack(">HHHBBHH", request[:12])
            power = struct.unpack(">HH", struct.pack(">f", 230 + self.count % 40))
            table = list(power) if function == 4 else [1000 + (self.count + i) % 5000 for i in range(16)]
            words = table[address:address + count]
            body = struct.pack(">BBB", unit, function, 2 * len(words)) + struct.pack(f">{len(words)}H", *words)
            client.sendall(struct.pack(">HHH", number, 0, len(body)) + body)

    def open_broker(self):
        tls = os.path.join(self.folder, "tls")
        os.makedirs(tls)
        new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]

        def openssl(*words):
            subprocess.run(["openssl", *words], cwd=tls, check=True, capture_output=True)

        openssl("req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.crt", "-days", "30", "-subj", "/CN=authority")
        openssl("req", *new, "-keyout", "broker.key", "-out", "broker.csr", "-subj", "/CN=localhost")
        with open(tls + "/names", "w") as file:
            file.write("subjectAltName=DNS:localhost")
        openssl("x509", "-req", "-in", "broker.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial",
                "-out", "broker.crt", "-days", "30", "-extfile", "names")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.authority = tls + "/ca.crt"
        with open(tls + "/conf", "w") as file:
            file.write(f"listener {self.port} 127.0.0.1\nallow_anonymous true\nuser root\ncafile {tls}/ca.crt\n"
                       f"certfile {tls}/broker.crt\nkeyfile {tls}/broker.key\nlog_dest none\n")
        self.children.append(subprocess.Popen(["mosquitto", "-c", tls + "/conf"], stderr=subprocess.DEVNULL))
        time.sleep(1)
        self.publishers = [
            subprocess.Popen(["mosquitto_pub", "-h", "localhost", "-p", str(self.port), "--cafile", self.authority,
                              "-q", "1", "-t", topic, "-l"], stdin=subprocess.PIPE, text=True)
            for topic in ("soak/shed", "soak/barn")]
        self.children += self.publishers

    def change(self):
        while not self.stopped.wait(0.5):
            self.count += 1
            self.write_files()
            os.write(self.master, self.dust())
            texts = ['{"temperature": %.1f}', '{"air": {"humidity": %.1f}}']
            for publisher, text in zip(self.publishers, texts):
                try:
                    publisher.stdin.write(text % (15 + self.count % 100 / 10) + "\n")
                    publisher.stdin.flush()
                except BrokenPipeError:
                    if not self.stopped.is_set():
                        raise

    def close(self):
        self.stopped.set()
        for child in self.children:
            child.terminate()


def smaps(pid):
    """Sums in KB: PSS and RSS, both without the pages of data.mdb, and what is the process's own: heap, stacks
    and what it wrote to. (PSS also moves with what other processes map of the same libraries.)"""
    total = {"Pss": 0, "Rss": 0, "Anonymous": 0}
    rest = dict(total)
    is_data = False
    with open(f"/proc/{pid}/smaps") as file:
        for line in file:
            words = line.split()
            if "-" in words[0] and not words[0].endswith(":"):
                is_data = line.rstrip().endswith("data.mdb")
            elif words[0] in ("Pss:", "Rss:", "Anonymous:"):
                name = words[0][:-1]
                total[name] += int(words[1])
                if not is_data:
                    rest[name] += int(words[1])
    return {"pss": total["Pss"], "rss": total["Rss"], "pss_without_data": rest["Pss"],
            "rss_without_data": rest["Rss"], "own": total["Anonymous"]}


def ticks(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def first_signed(cairn, folder):
    """Milliseconds from the start of the process to the line of its first sealed reading, the least of five."""
    times = []
    for run in range(5):
        data = f"{folder}/quick{run}"
        subprocess.run([cairn, "init", "--data", data], check=True, stdout=subprocess.DEVNULL)
        with open(data + "/board.yaml", "w") as file:
            file.write(f"board: {{data: {data}}}\nreadings: {{batch_count: 1}}\nsensors:\n"
                       "  - {name: s, driver: simulator, unit: Cel, every: 100 ms}\n")
        start = time.monotonic()
        agent = subprocess.Popen([cairn, "run", "--config", data + "/board.yaml"], stderr=subprocess.PIPE, text=True)
        for line in agent.stderr:
            if "sealed" in line and "records=0" not in line:
                times.append((time.monotonic() - start) * 1000)
                break
        agent.kill()
        agent.wait()
    return round(min(times), 1), round(max(times), 1)


def prepare(arguments, folder, world):
    data = folder + "/data"
    subprocess.run([arguments.cairn, "init", "--data", data], check=True, stdout=subprocess.DEVNULL)
    config = folder + "/board.yaml"
    every = ", every: 1 s}" if not arguments.period else f", every: {arguments.period}}}"
    with open(config, "w") as file:
        file.write(f"board: {{data: {data}, root: {world.root}}}\nreadings: {{batch: 10 s}}\n"
                   f"broker: {{url: \"mqtts://localhost:{world.port}\", authority: {world.authority}}}\n"
                   f"ports:\n  dust: {{device: /dev/dust, baud: 9600}}\n"
                   f"  hall: {{host: 127.0.0.1, port: {world.modbus}}}\nsensors:{SENSORS.replace('}', every)}")
    return data, config


def follow(pid, minutes):
    """A sample every 10 s."""
    samples, start = [], time.monotonic()
    while time.monotonic() - start < minutes * 60:
        time.sleep(min(10, max(0.1, minutes * 60 - (time.monotonic() - start))))
        samples.append({"at": round(time.monotonic() - start), "cpu": ticks(pid), **smaps(pid)})
    return samples


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cairn", required=True)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--period", help="of every sensor, 1 s unless given")
    parser.add_argument("--keep", help="a new folder that stays")
    parser.add_argument("--no-check", action="store_true")
    arguments = parser.parse_args()
    arguments.cairn = os.path.abspath(arguments.cairn)
    folder = arguments.keep or tempfile.mkdtemp(prefix="cairn-soak-")
    os.makedirs(folder, exist_ok=True)
    quickest, slowest = first_signed(arguments.cairn, folder)
    world = World(folder)
    data, config = prepare(arguments, folder, world)
    with open(folder + "/log", "w") as log:
        agent = subprocess.Popen([arguments.cairn, "run", "--config", config], stderr=log)
    samples = follow(agent.pid, arguments.minutes)
    if agent.poll() is not None:
        sys.exit(f"the agent has ended with {agent.returncode}; its log is {folder}/log")
    status = json.loads(subprocess.run(
        [arguments.cairn, "status", "--data", data, "--json"], capture_output=True, text=True).stdout)
    here = os.path.dirname(os.path.abspath(__file__))
    failures = [] if arguments.no_check else [
        subprocess.run([sys.executable, here + "/check.py", "--data", data, "--live"]).returncode]
    start = time.monotonic()
    agent.send_signal(signal.SIGTERM)
    agent.wait()
    stop = time.monotonic() - start
    world.close()
    half = [s for s in samples if s["at"] >= samples[-1]["at"] / 2]
    spent = samples[-1]["cpu"] - samples[0]["cpu"]
    expected = sum(1 for _ in status["sensors"]) * samples[-1]["at"]
    figures = {
        "first_signed_ms": quickest, "first_signed_slowest_ms": slowest, "stop_s": round(stop, 3),
        "cpu_percent": round(100 * spent / max(1, samples[-1]["at"] - samples[0]["at"]), 3),
        "end": samples[-1], "growth_kb": half[-1]["own"] - half[0]["own"],
        "readings_of": [sum(s["readings"] for s in status["sensors"]), expected],
        "not_good": [s["name"] + ": " + s["state"] for s in status["sensors"] if not s["isGood"]],
    }
    if not arguments.no_check:
        failures.append(subprocess.run(
            [sys.executable, here + "/check.py", "--data", data, "--cairn", arguments.cairn]).returncode)
    figures["checks_failed"] = sum(1 for failure in failures if failure)
    with open(folder + "/samples.json", "w") as file:
        json.dump(samples, file)
    print(json.dumps(figures))
    if figures["checks_failed"] or figures["not_good"] or agent.returncode or stop > 2:
        sys.exit(1)


if __name__ == "__main__":
    main()
