"""A private Postfix that takes mail of people who log in and throws it away: one port for each milter."""

import os
import time
from typing import NamedTuple

from . import measure
from .process import Trouble, free_port, program, run

SERVICES = """cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
"""
QUEUES = ("incoming", "active", "deferred", "defer", "bounce", "corrupt", "flush", "hold", "saved", "trace", "private", "public")


class Submitted(NamedTuple):
    """What one run saw."""

    rate: float
    cpu: float  # the processor time of Postfix and the milter for one message, in microseconds


class Submission:
    """The Postfix; its smtpd on each port asks one milter, or none."""

    def __init__(self, servers, milters):
        """milters: name -> a system of `milters`, or None."""
        self.servers, self.milters = servers, milters
        self.queue = servers.path("postfix-queue")
        configuration, data = servers.path("postfix-etc"), servers.path("postfix-lib")
        for directory in (configuration, data, self.queue, os.path.join(self.queue, "pid"), os.path.join(self.queue, "maildrop")):
            os.mkdir(directory)
        owner = run([program("postconf"), "-d", "-h", "mail_owner"]).strip()
        for name in QUEUES:
            os.mkdir(os.path.join(self.queue, name), 0o700)
        os.chmod(os.path.join(self.queue, "private"), 0o755)
        run(["chown", owner, data, *(os.path.join(self.queue, name) for name in (*QUEUES, "maildrop"))])
        self.auth = "unix:" + servers.path("auth.sock")
        servers.start([servers.path("auth-limit"), self.auth], self.auth, umask=0)
        self.ports = {name: free_port() for name in milters}
        servers.write("postfix-etc/main.cf", self._main())
        servers.write("postfix-etc/master.cf", SERVICES + "".join(map(self._smtpd, milters)))
        master = os.path.join(run([program("postconf"), "-d", "-h", "daemon_directory"]).strip(), "master")
        if not os.path.exists(master):
            raise Trouble(f"{master} is missing: apt-get install postfix")
        child, _ = servers.start([master, "-c", configuration, "-d"], "unix:" + os.path.join(self.queue, "private/discard"))
        self.pid = child.pid

    def _main(self):
        return f"""compatibility_level = 3.6
queue_directory = {self.queue}
data_directory = {self.servers.path("postfix-lib")}
myhostname = mail.example.org
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
default_transport = discard:
alias_maps =
alias_database =
local_recipient_maps =
in_flow_delay = 0
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_peername_lookup = no
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {self.auth.removeprefix("unix:")}
smtpd_sasl_security_options =
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions =
"""

    def _smtpd(self, name):
        milter = self.milters[name].address if self.milters[name] else ""
        return f"127.0.0.1:{self.ports[name]} inet n - n - - smtpd -o smtpd_milters={milter}\n"

    def submit(self, name, sessions, messages, per_session, message="good"):
        """Sends messages over so many sessions at a time; returns when the queue is empty again."""
        address = f"inet:127.0.0.1:{self.ports[name]}"
        before = self._processor_time(name)
        rate = float(run([self.servers.path("smtp-load"), address, str(sessions), str(messages), str(per_session), message]))
        end = time.monotonic() + 60
        while self._queued():
            if time.monotonic() > end:
                raise Trouble("Postfix has not emptied its queue within 60 s")
            time.sleep(0.05)
        return Submitted(rate, (self._processor_time(name) - before) / messages * 1e6)

    def _processor_time(self, name):
        """Seconds that Postfix has used so far, with the processes that have ended, and the milter."""
        spent = measure.processor_time(self.milters[name].pid) if self.milters[name] else 0
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
                    fields = file.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(pid) == self.pid or int(fields[1]) == self.pid:
                spent += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
        return spent

    def _queued(self):
        for name in ("incoming", "active", "deferred"):
            for _, _, files in os.walk(os.path.join(self.queue, name)):
                if files:
                    return True
        return False
