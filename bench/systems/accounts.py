"""The accounts of compare-auth, and the two auth servers that read them: Dovecot's own and guichet."""

import os
import time

from . import peers
from .guichet import TREE
from .process import Trouble, program, run

PASSWORD = "correct horse 7"
SETTINGS = {"SHA512-CRYPT": "$6$", "BLF-CRYPT": "$2y$10$", "ARGON2ID": "$argon2id$"}


def user(scheme):
    """The name of an account, with a conversion for its number."""
    return scheme.lower() + "%05d@example.com"


def start_mariadb(servers, counts):
    """Starts a MariaDB with so many accounts of each scheme, no two with the same hash: the port on which it listens."""
    rows = []
    for scheme, count in counts.items():
        stored = [PASSWORD] * count if scheme == "PLAIN" else hashes(servers, SETTINGS[scheme], count)
        rows += [f"('{user(scheme) % number}', '{{{scheme}}}{value}')" for number, value in enumerate(stored)]
    return peers.mariadb_with(
        servers,
        "CREATE TABLE mailbox (username VARCHAR(255) PRIMARY KEY, password VARCHAR(255) NOT NULL);"
        f"INSERT INTO mailbox VALUES {', '.join(rows)};",
    )


def hashes(servers, setting, count):
    """Some hashes of the password, made natively."""
    return run([servers.path("hashing"), "make", setting, str(count), PASSWORD]).split()


def sql_file(servers, port):
    """The one file that both servers read."""
    return servers.write(
        "dovecot-sql.conf.ext",
        f"""driver = mysql
connect = host=127.0.0.1 port={port} dbname=mail user=bench password=bench
password_query = SELECT username AS user, password FROM mailbox WHERE username = '%u'
user_query = SELECT '/srv/mail/%d/%n' AS home, 5000 AS uid, 5000 AS gid FROM mailbox WHERE username = '%u'
""",
    )


class DovecotAuth:
    """Dovecot with nothing but its auth service, its cache on."""

    name = "Dovecot"

    def __init__(self, servers, sql):
        self.client = "unix:" + servers.path("dovecot", "auth-client")
        self.master = "unix:" + servers.path("dovecot", "auth-userdb")
        os.mkdir(servers.path("dovecot"))
        self.configuration = servers.write(
            "dovecot.conf",
            f"""base_dir = {servers.path("dovecot")}
state_dir = {servers.path("dovecot")}
log_path = {servers.path("dovecot.err")}
protocols =
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
auth_cache_size = 100 M
auth_cache_ttl = 1 hour
passdb {{
  driver = sql
  args = {sql}
}}
userdb {{
  driver = sql
  args = {sql}
}}
service auth {{
  client_limit = 2000
  unix_listener auth-client {{
    mode = 0666
  }}
  unix_listener auth-userdb {{
    mode = 0666
  }}
}}
""",
        )
        child, _ = servers.start([program("dovecot"), "-F", "-c", self.configuration], self.client)
        self.pid = self._auth_process(child.pid)

    def _auth_process(self, parent):
        """The process that answers; it starts at the first connection, and listens a moment later."""
        for _ in range(200):
            found = self._children(parent, "auth")
            if found:
                return found[0]
            time.sleep(0.02)
        raise Trouble("Dovecot has started no auth process")

    @staticmethod
    def _children(parent, name):
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/stat", encoding="ascii") as stat, open(f"/proc/{pid}/cmdline", encoding="ascii") as line:
                    fields, command = stat.read().rsplit(")", 1)[1].split(), line.read()
            except (OSError, UnicodeDecodeError):
                continue
            if int(fields[1]) == parent and command.split("\0")[0].split(" ")[0] == "dovecot/" + name:
                found.append(int(pid))
        return found

    def forget(self):
        run([program("doveadm"), "-c", self.configuration, "auth", "cache", "flush"])


class GuichetAuth:
    """guichet with nothing but its log-in daemon, and the same file."""

    name = "guichet"

    def __init__(self, servers, sql):
        self.binary = os.path.join(TREE, "bin", "guichet")
        if not os.path.exists(self.binary):
            raise Trouble(f"{self.binary} is missing: mvn -DskipTests package")
        self.client = "unix:" + servers.path("guichet-client.sock")
        self.master = "unix:" + servers.path("guichet-master.sock")
        self.configuration = servers.write(
            "guichet.toml",
            f"""
[accounts]
dovecot = "sql:{sql}"
cache = {{ ttl = "1h" }}

[dovecot-auth]
listen-client = ["{self.client}"]
listen-master = ["{self.master}"]
mechanisms = ["PLAIN"]

[admin]
listen = "unix:{servers.path('admin.sock')}"
""",
        )
        os.chmod(self.configuration, 0o600)
        # The master socket is the later of the two.
        child, _ = servers.start([self.binary, "serve", "--config", self.configuration], self.master)
        self.pid = child.pid

    def forget(self):
        run([self.binary, "flush", "--all", "--config", self.configuration])
