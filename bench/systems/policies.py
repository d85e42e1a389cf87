"""What answers Postfix's policy requests: the C server, guichet, and the three that Debian has."""

import os

from . import measure
from .guichet import TREE
from .peers import mariadb_with
from .process import Trouble, free_port, program

USERS = 1000
ALIASES = f"""
    CREATE TABLE senders (address VARCHAR(255) PRIMARY KEY, login VARCHAR(255) NOT NULL);
    INSERT INTO senders SELECT CONCAT('alias', LPAD(seq, 4, '0'), '@example.org'), CONCAT('user', LPAD(seq, 4, '0'), '@example.org')
        FROM seq_0_to_{USERS - 1};
"""


class Load:
    """The load client, against any of the systems."""

    def __init__(self, servers):
        self.program = servers.path("policy-load")

    def run(self, system, stages, connections, seconds, rate=0):
        command = [self.program, system.address, stages, str(connections), str(USERS), str(seconds), str(rate), system.verbs]
        return measure.run_load(command, system.pid, seconds)

    def ask_once(self, system):
        """Each login once, so that what can be known is known."""
        self.run(system, "mail", 8, 0)


class System:
    """A policy server that runs: its name, address and process, and with what its right answers begin."""

    verbs = "dunno"

    def __init__(self, name, address, pid):
        self.name, self.address, self.pid = name, address, pid


def limit(servers):
    address = "unix:" + servers.path("limit.sock")
    child, _ = servers.start([servers.path("limit"), "policy", address, "DUNNO"], address)
    return System("C server", address, child.pid)


def start_mariadb(servers):
    """Starts a MariaDB with the owners of the aliases, and room for counters: the port on which it listens."""
    return mariadb_with(servers, ALIASES, "SELECT, INSERT, UPDATE, DELETE, CREATE")


def guichet(servers, name, database_port, store):
    """guichet with a rule of send-as and one of rates, which counts in `store`: memory, or db."""
    program("java")
    binary = os.path.join(TREE, "bin", "guichet")
    if not os.path.exists(binary):
        raise Trouble(f"{binary} is missing: mvn -DskipTests package")
    address = f"unix:{servers.path(store + '.sock')}"
    configuration = servers.write(
        f"guichet-{store}.toml",
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

[policy]
listen = ["{address}"]

[[policy.rule]]
name = "own addresses only"
check = "send-as"

[[policy.rule]]
name = "outgoing"
check = "rate"
per = "login"
count = "recipients"
limits = ["100000000/1h", "500000000/24h"]
store = "{store}"

[admin]
listen = "unix:{servers.path(store + '-admin.sock')}"
""",
    )
    os.chmod(configuration, 0o600)
    child, _ = servers.start([binary, "serve", "--config", configuration], address)
    return System(name, address, child.pid)


def postfwd(servers):
    """postfwd 1, the quicker one of the two in the package, with the cache options of Debian's service."""
    port = free_port()
    rules = servers.write(
        "postfwd.cf",
        "id=OWN; protocol_state==RCPT; sender==$$sasl_username; action=dunno\n"
        "id=LIMIT; protocol_state==END-OF-MESSAGE; action=rcpt(sasl_username/100000000/3600/450 4.7.1 too many recipients)\n",
    )
    pidfile = servers.path("postfwd.pid")
    command = [program("postfwd1"), "--daemon", "--nodns", "--cache=600", "--cache-rdomain-only", "--cache-no-size"]
    command += ["--file", rules, "--interface", "127.0.0.1", "--port", str(port), "--user", "root", "--group", "root"]
    address = f"inet:127.0.0.1:{port}"
    daemon = servers.start_daemon([*command, "--pidfile", pidfile], pidfile, address)
    return System("postfwd", address, daemon.pid)


def postgrey(servers):
    os.mkdir(servers.path("postgrey"))
    address = f"inet:127.0.0.1:{free_port()}"
    command = [program("postgrey"), "--inet=" + address.removeprefix("inet:"), "--dbdir=" + servers.path("postgrey")]
    child, _ = servers.start([*command, "--user=root", "--group=root", "--delay=1"], address)
    system = System("postgrey", address, child.pid)
    system.verbs = "dunno,defer_if_permit,prepend"
    return system


def policyd_rate_limit(servers):
    address = "unix:" + servers.path("policyd-rate-limit.sock")
    configuration = servers.write(
        "policyd-rate-limit.yaml",
        f"""
debug: False
user: "root"
group: "root"
pidfile: "{servers.path('policyd-rate-limit.pid')}"
backend: 0
sqlite_config:
    database: "{servers.path('policyd-rate-limit.db')}"
SOCKET: "{address.removeprefix('unix:')}"
socket_permission: 0600
limits:
    - [100000000, 3600]
    - [500000000, 86400]
limits_by_id: {{}}
limit_by_sasl: True
limit_by_sender: False
limit_by_ip: False
limited_networks: []
success_action: "dunno"
fail_action: "defer_if_permit Rate limit reached, retry later"
db_error_action: "defer"
report: False
delay_to_close: 300
""",
    )
    child, _ = servers.start([program("policyd-rate-limit"), "--file", configuration], address)
    return System("policyd-rate-limit", address, child.pid)
