"""The brokers of Debian, each a private one on a free port of this machine that forgets everything when it ends."""

import os
import shutil
import signal
import socket
import subprocess
import time


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


class Broker:
    """`settings` is what a member's configuration has to say of it beside the URL."""
    programs, settings = [], ""

    def __init__(self, folder):
        self.folder, self.port, self.restarts = folder + "/" + self.name, free_port(), 0
        os.makedirs(self.folder)
        self.prepare()
        self.start()

    @classmethod
    def is_installed(cls):
        return any(os.access(program, os.X_OK) for program in cls.programs)

    @classmethod
    def program(cls):
        return next(program for program in cls.programs if os.access(program, os.X_OK))

    def write(self, name, text, mode=0o644):
        path = f"{self.folder}/{name}"
        with open(path, "w") as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def run(self, *words, **more):
        with open(self.folder + "/log", "a") as log:
            self.process = subprocess.Popen(words, stdout=log, stderr=log, stdin=subprocess.DEVNULL, **more)
        end = time.monotonic() + 120
        while self.process.poll() is None and time.monotonic() < end:
            try:
                return socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"{self.name} does not start; see {self.folder}/log")

    def restart(self, pause):
        """As when the power goes, every second time."""
        self.process.send_signal(signal.SIGTERM if self.restarts % 2 else signal.SIGKILL)
        self.process.wait()
        time.sleep(pause)
        self.forget()
        self.start()
        self.restarts += 1

    def forget(self):
        pass

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Mosquitto(Broker):
    """With the shipped rule for who may publish where."""
    name, programs = "mosquitto", ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"]

    def prepare(self):
        acl = self.write("acl", "pattern write cairn/1/+/+/%u/#\npattern read cairn/1/#\n")
        self.write("conf", f"listener {self.port} 127.0.0.1\nallow_anonymous true\nuser root\nacl_file {acl}\n"
                           "persistence false\nset_tcp_nodelay true\nmessage_size_limit 140000\nmax_queued_messages 10000\n")

    def start(self):
        self.run(self.program(), "-c", self.folder + "/conf")


class Mosquitto311(Mosquitto):
    """The same, spoken to in the older version of the protocol."""
    name, settings = "mosquitto-3.1.1", ", version: 3.1.1"


class NATS(Broker):
    """Speaks MQTT 3.1.1 only, and keeps what it has to remember in JetStream."""
    name, programs = "nats", ["/usr/sbin/nats-server", "/usr/bin/nats-server"]

    def prepare(self):
        self.write("conf", f"server_name: fleet\nlisten: 127.0.0.1:{free_port()}\n"
                           f"jetstream {{store_dir: \"{self.folder}/jetstream\"}}\n"
                           f"mqtt {{host: 127.0.0.1, port: {self.port}}}\n")

    def start(self):
        self.run(self.program(), "-c", self.folder + "/conf")

    def forget(self):
        shutil.rmtree(self.folder + "/jetstream", ignore_errors=True)


class RabbitMQ(Broker):
    """With its MQTT plugin: 3.1.1, in the version of Debian 12."""
    name, programs = "rabbitmq", ["/usr/lib/rabbitmq/bin/rabbitmq-server"]

    def prepare(self):
        self.settings = ", user: guest, password_file: " + self.write("password", "guest\n", 0o600)
        self.write("enabled_plugins", "[rabbitmq_mqtt].\n")
        self.write("rabbitmq.conf", f"listeners.tcp.default = 127.0.0.1:{free_port()}\n"
                                    f"mqtt.listeners.tcp.default = 127.0.0.1:{self.port}\n"
                                    "mqtt.allow_anonymous = false\n")
        self.names = str(free_port())
        self.environment = os.environ | {
            "HOME": self.folder, "RABBITMQ_NODENAME": f"fleet{self.port}@localhost",
            "RABBITMQ_CONFIG_FILE": self.folder + "/rabbitmq.conf", "RABBITMQ_MNESIA_BASE": self.folder + "/mnesia",
            "RABBITMQ_LOG_BASE": self.folder, "RABBITMQ_ENABLED_PLUGINS_FILE": self.folder + "/enabled_plugins",
            "RABBITMQ_DIST_PORT": str(free_port()), "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "ERL_EPMD_PORT": self.names, "ERL_EPMD_ADDRESS": "127.0.0.1", "RABBITMQ_PID_FILE": self.folder + "/pid",
        }

    def start(self):
        # A session of its own, whose leader is a shell: what it starts ends with it.
        self.run(self.program(), env=self.environment, start_new_session=True)

    def restart(self, pause):
        self.stop()
        time.sleep(pause)
        self.forget()
        self.start()
        self.restarts += 1

    def stop(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        # Erlang's table of names outlives who started it, and does not go while it knows a name.
        for _ in range(20):
            done = subprocess.run(["epmd", "-port", self.names, "-kill"], capture_output=True, text=True)
            if "Killed" in done.stdout + done.stderr or "Cannot connect" in done.stdout + done.stderr:
                break
            time.sleep(0.25)

    def forget(self):
        shutil.rmtree(self.folder + "/mnesia", ignore_errors=True)


BROKERS = {broker.name: broker for broker in (Mosquitto, Mosquitto311, NATS, RabbitMQ)}
