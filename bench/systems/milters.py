"""What is asked about messages as a milter: C servers, filters with libmilter and pymilter, and guichet."""

import os
import subprocess
import time

from . import measure
from .guichet import TREE
from .peers import HERE, compile_c, mariadb_with
from .process import Trouble, program

USERS = 1000
ALIASES = f"""
    CREATE TABLE senders (address VARCHAR(255) PRIMARY KEY, login VARCHAR(255) NOT NULL);
    INSERT INTO senders SELECT CONCAT('also', LPAD(seq, 4, '0'), '@example.org'), CONCAT('user', LPAD(seq, 4, '0'), '@example.org')
        FROM seq_0_to_{USERS - 1};
"""
EVERYTHING, NOTHING = "0", "37f"  # what the C server negotiates away


def compile_all(servers):
    """Compiles the C servers, the filter that needs libmilter, and the load clients."""
    if not os.path.exists("/usr/include/libmilter/mfapi.h"):
        raise Trouble("libmilter/mfapi.h is missing: apt-get install libmilter-dev")
    compile_c(servers, "milter-limit", "milter-load", "auth-limit")
    compile_c(servers, "smtp-load", libraries=("-lpthread",))
    compile_c(servers, "libmilter-filter", libraries=("-lmilter", "-lpthread"))


class Load:
    """The load client, against any of the systems."""

    def __init__(self, servers):
        self.program = servers.path("milter-load")

    def run(self, system, per_session, connections, seconds, message="good"):
        command = [self.program, system.address, str(per_session), str(connections), str(seconds), message]
        return measure.run_load(command, system.pid, seconds)

    def prove(self, system):
        """Good messages pass, and one that looks at From: refuses forged ones: else there is nothing to compare."""
        self.run(system, 10, 2, 0.5)
        if system.checks:
            self.run(system, 10, 2, 0.5, "forged")

    def hold(self, system, sessions):
        """Memory before, with so many open sessions in the middle of a header, and after them."""
        before = measure.memory(system.pid)
        command = [self.program, system.address, "hold", str(sessions)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as client:
            if client.stdout.readline() != "open\n":
                raise Trouble(f"{system.name} did not take {sessions} sessions")
            time.sleep(1)
            during = measure.memory(system.pid)
            client.communicate(timeout=60)
        time.sleep(1)
        return before, during, measure.memory(system.pid)


class System:
    """A milter that runs: its name, address and process, and whether it looks at From:."""

    def __init__(self, name, address, pid, checks=False):
        self.name, self.address, self.pid, self.checks = name, address, pid, checks


def _start(servers, name, socket, command, checks=False):
    """Starts a milter on a socket that everybody may use, as Postfix is another user."""
    address = "unix:" + servers.path(socket + ".sock")
    child, _ = servers.start([address if word is None else word for word in command], address, umask=0)
    return System(name, address, child.pid, checks)


def owners(servers):
    """The file of owners for the filters that read one: addresses and logins."""
    names = (f"{number:04d}@example.org" for number in range(USERS))
    return servers.write("owners", "".join(f"user{name} user{name}\nalso{name} user{name}\n" for name in names))


def limit(servers, name="C server", steps=EVERYTHING):
    return _start(servers, name, f"limit-{steps}", [servers.path("milter-limit"), None, steps])


def libmilter(servers, name, kind):
    """kind: null, from or lean."""
    tail = [] if kind == "null" else [owners(servers)]
    return _start(servers, name, f"libmilter-{kind}", [servers.path("libmilter-filter"), None, kind, *tail], kind != "null")


def pymilter(servers, name, kind):
    """kind: null or from."""
    if not os.path.exists("/usr/lib/python3/dist-packages/Milter/__init__.py"):
        raise Trouble("Milter is missing: apt-get install python3-milter")
    tail = [] if kind == "null" else [owners(servers)]
    filter_program = os.path.join(HERE, "pymilter-filter")
    return _start(servers, name, f"pymilter-{kind}", ["/usr/bin/python3", filter_program, None, kind, *tail], kind != "null")


def start_mariadb(servers):
    """Starts a MariaDB with the owners of the aliases: the port on which it listens."""
    return mariadb_with(servers, ALIASES)


NULL_RULE = """
[[milter.rule]]
name = "a field"
check = "headers"
add = { X-Bench = "yes" }
when = { login = "nobody@example.org" }
"""
FROM_RULE = """
[[milter.rule]]
name = "From: belongs to the login"
check = "header-from"
mode = "reject"
"""


def guichet(servers, name, database_port, kind):
    """guichet with one rule; kind: null (for a login that nobody has, so that nothing is done) or from."""
    program("java")
    binary = os.path.join(TREE, "bin", "guichet")
    if not os.path.exists(binary):
        raise Trouble(f"{binary} is missing: mvn -DskipTests package")
    unix = servers.path(f"guichet-{kind}.sock")
    configuration = servers.write(
        f"guichet-{kind}.toml",
        f"""
[cache]
ttl = "1h"

[source.db]
type = "sql"
url = "jdbc:mariadb://127.0.0.1:{database_port}/mail"
user = "bench"
password = "bench"
deadline = "10s"

[map.senders]
for = "smtpd_sender_login_maps"
source = "db"
query = "SELECT login FROM senders WHERE address='%s'"

[send-as]
maps = ["senders"]

[milter]
listen = [{{ unix = "{unix}", mode = "0666" }}]
{NULL_RULE if kind == "null" else FROM_RULE}
[admin]
listen = "unix:{servers.path(kind + '-admin.sock')}"
""",
    )
    os.chmod(configuration, 0o600)
    child, _ = servers.start([binary, "serve", "--config", configuration], "unix:" + unix)
    return System(name, "unix:" + unix, child.pid, kind != "null")
