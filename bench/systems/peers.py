"""The systems that are compared with: MariaDB and OpenLDAP behind Postfix's own maps, and the C server."""

import os

from .process import Trouble, free_port, program, run

ROWS = 100_000
ENTRIES = 20_000
CACHED_ROWS = 80_000  # with the entries that makes 100 000 answers
KEY = "user%05d@example.com"
VALUE = "box%05d@store.example.com"
HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def compile_c(servers, *names, libraries=()):
    """Compiles programs into the run's directory."""
    for name in names:
        source = os.path.join(HERE, name + ".c")
        run([program("gcc"), "-O2", "-std=gnu11", "-Wall", "-Wextra", "-o", servers.path(name), source, *libraries])


def start_limits(servers):
    """Starts C servers on a Unix socket and on TCP, which give every key the answer of the first: their addresses, their ids."""
    addresses = {"Unix": "unix:" + servers.path("limit.sock"), "TCP": f"inet:127.0.0.1:{free_port()}"}
    pids = {}
    for family, address in addresses.items():
        child, _ = servers.start([servers.path("limit"), "socketmap", address, "OK " + VALUE % 0], address)
        pids[family] = child.pid
    return addresses, pids


def start_mariadb(servers):
    """Starts a MariaDB with 100 000 aliases by primary key: the port on which it listens."""
    return mariadb_with(
        servers,
        f"""
        CREATE TABLE alias (address VARCHAR(255) PRIMARY KEY, goto TEXT NOT NULL);
        INSERT INTO alias SELECT {_numbered(KEY)}, {_numbered(VALUE)} FROM seq_0_to_{ROWS - 1};
        """,
    )


def mariadb_with(servers, tables, rights="SELECT"):
    """Starts a MariaDB with some tables, on which the user bench has rights: the port on which it listens."""
    data, port = servers.path("mariadb"), free_port()
    run([program("mariadb-install-db"), "--no-defaults", "--user=root", "--datadir=" + data, "--skip-test-db"])
    unix = servers.path("mariadb.sock")
    command = [program("mariadbd"), "--no-defaults", "--user=root", "--datadir=" + data, "--socket=" + unix]
    command += ["--bind-address=127.0.0.1", f"--port={port}", "--innodb-buffer-pool-size=128M", "--skip-log-bin"]
    servers.start(command, f"inet:127.0.0.1:{port}")
    statements = f"""
        CREATE DATABASE mail CHARACTER SET utf8mb4;
        USE mail;
        {tables}
        CREATE USER bench@'%' IDENTIFIED BY 'bench';
        CREATE USER bench@localhost IDENTIFIED BY 'bench';
        GRANT {rights} ON mail.* TO bench@'%', bench@localhost;
    """
    run([program("mariadb"), "--no-defaults", "--user=root", "--socket=" + unix], input=statements)
    return port


def _numbered(pattern):
    before, after = pattern.split("%05d")
    return f"CONCAT('{before}', LPAD(seq, 5, '0'), '{after}')"


def start_slapd(servers):
    """Starts an OpenLDAP server (mdb, equality index) with 20 000 people: its URL."""
    os.mkdir(servers.path("ldap"))
    schema = "".join(f"include /etc/ldap/schema/{name}.schema\n" for name in ("core", "cosine", "inetorgperson"))
    configuration = servers.write(
        "slapd.conf",
        schema
        + f"""modulepath /usr/lib/ldap
moduleload back_mdb
database mdb
maxsize 1073741824
suffix "dc=bench"
directory {servers.path("ldap")}
index objectClass,mail eq
""",
    )
    people = ["dn: dc=bench\nobjectClass: organization\nobjectClass: dcObject\no: bench\ndc: bench\n"]
    for number in range(ENTRIES):
        people.append(
            f"dn: mail={KEY % number},dc=bench\nobjectClass: inetOrgPerson\ncn: {number}\nsn: {number}\n"
            f"description: {VALUE % number}\n"
        )
    people = servers.write("people.ldif", "\n".join(people))
    run([program("slapadd"), "-q", "-f", configuration, "-l", people])
    port = free_port()
    url = f"ldap://127.0.0.1:{port}"
    servers.start([program("slapd"), "-d", "0", "-f", configuration, "-h", url], f"inet:127.0.0.1:{port}")
    return url


def start_postfix(servers, database_port, directory_url):
    """Starts a private Postfix with nothing but proxymap: its configuration directory."""
    configuration, queue = servers.path("postfix"), servers.path("queue")
    for directory in [configuration, servers.path("postfix-data"), queue]:
        os.mkdir(directory)
    for directory in ("pid", "private", "public"):
        os.mkdir(os.path.join(queue, directory))
    servers.write(
        "alias.cf",
        f"hosts = inet:127.0.0.1:{database_port}\nuser = bench\npassword = bench\ndbname = mail\n"
        "query = SELECT goto FROM alias WHERE address='%s'\n",
    )
    servers.write(
        "people.cf",
        f"server_host = {directory_url}\nversion = 3\nbind = no\nsearch_base = dc=bench\n"
        "query_filter = mail=%s\nresult_attribute = description\n",
    )
    maps = " ".join(f"proxy:{name}" for name in (f"mysql:{servers.path('alias.cf')}", f"ldap:{servers.path('people.cf')}"))
    servers.write(
        "postfix/main.cf",
        f"compatibility_level = 3.6\nqueue_directory = {queue}\ndata_directory = {servers.path('postfix-data')}\n"
        f"myhostname = bench.example.com\ninet_interfaces =\nproxy_read_maps = {maps}\n",
    )
    servers.write("postfix/master.cf", "proxymap unix - - n - - proxymap\n")
    owner = run([program("postconf"), "-d", "-h", "mail_owner"]).strip()
    for directory in (servers.path("postfix-data"), os.path.join(queue, "private")):
        run(["chown", owner, directory])
    master = os.path.join(run([program("postconf"), "-d", "-h", "daemon_directory"]).strip(), "master")
    if not os.path.exists(master):
        raise Trouble(f"{master} is missing: apt-get install postfix")
    servers.start([master, "-c", configuration, "-d"], "unix:" + os.path.join(queue, "private/proxymap"))
    for kind, name in (("mysql", "alias"), ("ldap", "people")):
        table = f"proxy:{kind}:{servers.path(name + '.cf')}"
        try:
            run([program("postmap"), "-c", configuration, "-q", KEY % 1, table])
        except Trouble as trouble:
            raise Trouble(f"{trouble}is the package postfix-{kind} installed?") from trouble
    return configuration
