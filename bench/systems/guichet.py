"""guichet as packaged in target/guichet, with the same two tables as Postfix's own maps."""

import os

from .measure import load
from .peers import CACHED_ROWS, ENTRIES, HERE
from .process import Trouble, free_port, program

TREE = os.path.join(os.path.dirname(HERE), "target", "guichet")


class Guichet:
    """A guichet that can be started again and again with one configuration."""

    def __init__(self, servers, database_port, directory_url):
        program("java")
        self.binary = os.path.join(TREE, "bin", "guichet")
        if not os.path.exists(self.binary):
            raise Trouble(f"{self.binary} is missing: mvn -DskipTests package")
        self.servers = servers
        self.pid = 0
        self.addresses = {"Unix": "unix:" + servers.path("guichet.sock"), "TCP": f"inet:127.0.0.1:{free_port()}"}
        listen = ", ".join(f'"{address}"' for address in self.addresses.values())
        self.configuration = servers.write(
            "guichet.toml",
            f"""
[cache]
ttl = "1h"

[source.db]
type = "sql"
url = "jdbc:mariadb://127.0.0.1:{database_port}/mail"
user = "bench"
password = "bench"
deadline = "30s"

[source.directory]
type = "ldap"
urls = ["{directory_url}"]
base = "dc=bench"
deadline = "30s"

[map.alias]
for = "virtual_alias_maps"
source = "db"
query = "SELECT goto FROM alias WHERE address='%s'"

[map.people]
for = "virtual_alias_maps"
source = "directory"
filter = "mail=%s"
result-attributes = ["description"]

[socketmap]
listen = [{listen}]

[admin]
listen = "unix:{servers.path('admin.sock')}"
""",
        )
        os.chmod(self.configuration, 0o600)

    def start(self):
        """Starts it: the child, and the seconds from there to the first accepted connection."""
        command = [self.binary, "serve", "--config", self.configuration]
        child, took = self.servers.start(command, self.addresses["Unix"], pause=0.001)
        self.pid = child.pid
        return child, took

    def fill(self):
        """Asks keys of both tables, each once, so that the cache holds 100 000 answers."""
        load(self.servers, self.pid, self.addresses["Unix"], "alias", 8, CACHED_ROWS, 0)
        load(self.servers, self.pid, self.addresses["Unix"], "people", 8, ENTRIES, 0)

    def warm(self, seconds):
        """Has the code compiled that answers from the cache, on both kinds of socket."""
        for address in self.addresses.values():
            load(self.servers, self.pid, address, "alias", 8, CACHED_ROWS, seconds)
