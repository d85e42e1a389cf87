"""guichet as an installation has it: all four daemons in one process, on one database, with metrics and a snapshot."""

import os
import socket
import subprocess
import threading
import time

from . import measure
from .guichet import TREE
from .peers import CACHED_ROWS, KEY, ROWS, VALUE, mariadb_with
from .process import Trouble, free_port, program

USERS = 1000
LOGIN = "user%04d@example.org"
PASSWORD = "correct horse 7"
TABLES = f"""
    CREATE TABLE alias (address VARCHAR(255) PRIMARY KEY, goto TEXT NOT NULL);
    INSERT INTO alias SELECT CONCAT('user', LPAD(seq, 5, '0'), '@example.com'), CONCAT('box', LPAD(seq, 5, '0'), '@store.example.com')
        FROM seq_0_to_{ROWS - 1};
    CREATE TABLE senders (address VARCHAR(255) PRIMARY KEY, login VARCHAR(255) NOT NULL);
    INSERT INTO senders SELECT CONCAT('alias', LPAD(seq, 4, '0'), '@example.org'), CONCAT('user', LPAD(seq, 4, '0'), '@example.org')
        FROM seq_0_to_{USERS - 1};
    INSERT INTO senders SELECT CONCAT('also', LPAD(seq, 4, '0'), '@example.org'), CONCAT('user', LPAD(seq, 4, '0'), '@example.org')
        FROM seq_0_to_{USERS - 1};
    CREATE TABLE mailbox (username VARCHAR(255) PRIMARY KEY, password VARCHAR(255) NOT NULL);
    INSERT INTO mailbox SELECT CONCAT('user', LPAD(seq, 4, '0'), '@example.org'), '{{PLAIN}}{PASSWORD}' FROM seq_0_to_{USERS - 1};
"""


def start_mariadb(servers):
    """Starts a MariaDB with aliases, senders and mailboxes: the port on which it listens."""
    return mariadb_with(servers, TABLES)


class Whole:
    """A guichet with all four daemons that can be started again and again."""

    def __init__(self, servers, database_port):
        program("java")
        self.binary = os.path.join(TREE, "bin", "guichet")
        if not os.path.exists(self.binary):
            raise Trouble(f"{self.binary} is missing: mvn -DskipTests package")
        self.servers = servers
        self.pid = 0
        names = ("socketmap", "auth", "auth-master", "policy", "milter", "admin")
        self.sockets = {name: "unix:" + servers.path(name + ".sock") for name in names}
        os.makedirs(servers.path("state"), exist_ok=True)
        self.configuration = servers.write(
            "guichet.toml",
            f"""
[cache]
ttl = "1h"
snapshot = "{servers.path('state')}"

[state]
directory = "{servers.path('state')}"

[source.db]
type = "sql"
url = "jdbc:mariadb://127.0.0.1:{database_port}/mail"
user = "bench"
password = "bench"
deadline = "30s"

[map.alias]
for = "virtual_alias_maps"
source = "db"
query = "SELECT goto FROM alias WHERE address='%s'"

[map.senders]
for = "smtpd_sender_login_maps"
source = "db"
query = "SELECT login FROM senders WHERE address='%s'"

[send-as]
maps = ["senders"]

[accounts]
source = "db"
password-query = "SELECT username AS user, password FROM mailbox WHERE username = '%u'"
user-query = "SELECT '/srv/mail' AS home, 5000 AS uid, 5000 AS gid FROM mailbox WHERE username = '%u'"

[socketmap]
listen = ["{self.sockets['socketmap']}"]

[dovecot-auth]
listen-client = ["{self.sockets['auth']}"]
listen-master = ["{self.sockets['auth-master']}"]
mechanisms = ["PLAIN"]

[policy]
listen = ["{self.sockets['policy']}"]

[[policy.rule]]
name = "own addresses only"
check = "send-as"

[[policy.rule]]
name = "outgoing"
check = "rate"
per = "login"
count = "recipients"
limits = ["100000000/1h", "500000000/24h"]
store = "memory"

[milter]
listen = ["{self.sockets['milter']}"]

[[milter.rule]]
name = "From: belongs to the login"
check = "header-from"
mode = "reject"

[metrics]
listen = "inet:127.0.0.1:{free_port()}"

[admin]
listen = "{self.sockets['admin']}"
""",
        )
        os.chmod(self.configuration, 0o600)

    def start(self, options=""):
        """Starts it as systemd does: the child, and the seconds from there to READY=1, when every daemon answers."""
        path = self.servers.path("notify.sock")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(path)
            notify.settimeout(60)
            environment = {**os.environ, "NOTIFY_SOCKET": path, "GUICHET_JAVA_OPTS": options}
            log = self.servers.path("guichet.log")
            with open(log, "a", encoding="utf-8") as out:
                began = time.monotonic()
                child = subprocess.Popen(
                    [self.binary, "serve", "--config", self.configuration],
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    env=environment,
                    start_new_session=True,
                )
            self.servers.running.append(child)
            try:
                while "READY=1" not in notify.recv(4096).decode().split("\n"):
                    pass
            except TimeoutError as late:
                with open(log, encoding="utf-8", errors="replace") as text:
                    raise Trouble(f"guichet is not ready after 60 s:\n{text.read()[-4000:]}") from late
            took = time.monotonic() - began
        os.unlink(path)
        self.pid = child.pid
        return child, took

    def commands(self, seconds, rate):
        """The load clients, for so many seconds each: log-ins and policy requests at a rate, the others as fast as they go."""
        path, length = self.servers.path, str(seconds)
        return {
            "socketmap": [path("load"), self.sockets["socketmap"], "alias", "2", str(CACHED_ROWS), length, KEY, "OK " + VALUE],
            "dovecot-auth": [
                path("auth-load"), "login", self.sockets["auth"], "1", str(USERS), length, str(1_000_000 // rate), LOGIN, PASSWORD,
            ],
            "policy": [path("policy-load"), self.sockets["policy"], "mail", "4", str(USERS), length, str(rate), "dunno"],
            "milter": [path("milter-load"), self.sockets["milter"], "10", "1", length, "good"],
        }

    def fill(self):
        """Asks each key once, so that the cache holds 100 000 answers, and has something done by each of the other daemons."""
        load = [self.servers.path("load"), self.sockets["socketmap"], "alias", "8", str(ROWS), "0", KEY, "OK " + VALUE]
        measure.run_load(load, self.pid, 0)
        for name, command in self.commands(1, 1000).items():
            if name != "socketmap":
                measure.run_load(command, self.pid, 1)

    def work(self, seconds, rate):
        """Keeps all four daemons busy at the same time: how many requests each answered."""
        answered, troubles = {}, []

        def one(name, command):
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 120)
                if done.returncode != 0:
                    troubles.append(f"{' '.join(command[1:])}: {done.stderr or done.stdout}")
                else:
                    answered[name] = int(done.stdout.split()[3])
            except subprocess.TimeoutExpired:
                troubles.append(f"{' '.join(command[1:])} did not end")

        threads = [threading.Thread(target=one, args=pair) for pair in self.commands(seconds, rate).items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if troubles:
            raise Trouble("; ".join(troubles))
        return answered
