"""Private servers: started as children, waited for, and stopped by process id, last one first."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time

PACKAGES = {
    "doveadm": "dovecot-core",
    "dovecot": "dovecot-core dovecot-mysql",
    "gcc": "gcc libc6-dev",
    "java": "openjdk-17-jre-headless",
    "mariadb": "mariadb-client",
    "mariadb-install-db": "mariadb-server",
    "mariadbd": "mariadb-server",
    "policyd-rate-limit": "policyd-rate-limit",
    "postconf": "postfix",
    "postfwd1": "postfwd",
    "postgrey": "postgrey",
    "postmap": "postfix",
    "slapadd": "slapd",
    "slapd": "slapd",
}


class Trouble(Exception):
    """What cannot be measured, in one line for the user."""


def program(name):
    """The path of a program, or the trouble that names the Debian package it comes from."""
    path = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if path is None:
        raise Trouble(f"{name} is missing: apt-get install {PACKAGES[name]}")
    return path


def run(command, **options):
    """Runs a short command to its end; its output is shown only when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, **options)
    if done.returncode != 0:
        raise Trouble(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def free_port():
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def connects(address):
    """Whether somebody accepts a connection on unix:PATH or inet:HOST:PORT."""
    family, _, where = address.partition(":")
    try:
        if family == "unix":
            with socket.socket(socket.AF_UNIX) as peer:
                peer.connect(where)
        else:
            host, _, port = where.rpartition(":")
            socket.create_connection((host, int(port)), timeout=5).close()
        return True
    except OSError:
        return False


class Daemon:
    """A server that left its parent, with the methods of a child by which Servers stops it."""

    def __init__(self, pidfile):
        with open(pidfile, encoding="ascii") as file:
            self.pid = int(file.read())

    def poll(self):
        return None if os.path.exists(f"/proc/{self.pid}") else 0

    def terminate(self):
        os.kill(self.pid, signal.SIGTERM)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout=10):
        end = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.02)


class Servers:
    """The servers of one run and the directory that they write to. Leaving it stops and removes all."""

    def __init__(self, directory):
        self.directory = directory
        self.running = []

    def __enter__(self):
        return self

    def __exit__(self, *trouble):
        for child in reversed(self.running):
            self.stop(child)
        shutil.rmtree(self.directory)

    def path(self, *names):
        return os.path.join(self.directory, *names)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def start(self, command, listens, pause=0.02, **options):
        """Starts a server and returns once it accepts a connection: the child, and the seconds that took."""
        log = self.path(os.path.basename(command[0]) + ".log")
        with open(log, "a", encoding="utf-8") as out:
            began = time.monotonic()
            child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, **options
            )
        self.running.append(child)
        while not connects(listens):
            if child.poll() is not None or time.monotonic() - began > 60:
                with open(log, encoding="utf-8", errors="replace") as text:
                    raise Trouble(f"{' '.join(command)} does not listen on {listens}:\n{text.read()[-4000:]}")
            time.sleep(pause)
        return child, time.monotonic() - began

    def start_daemon(self, command, pidfile, listens):
        """The same for one that only runs in the background: its command ends, and its process id is in a file."""
        log = self.path(os.path.basename(command[0]) + ".log")
        with open(log, "a", encoding="utf-8") as out:
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, timeout=60, check=False)
        began = time.monotonic()
        while not (os.path.exists(pidfile) and connects(listens)):
            if time.monotonic() - began > 60:
                with open(log, encoding="utf-8", errors="replace") as text:
                    raise Trouble(f"{' '.join(command)} does not listen on {listens}:\n{text.read()[-4000:]}")
            time.sleep(0.02)
        daemon = Daemon(pidfile)
        self.running.append(daemon)
        return daemon

    def stop(self, child):
        """Asks a server to stop, insists after ten seconds, and waits until it is gone."""
        if child in self.running:
            self.running.remove(child)
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                print(f"process {child.pid} ignored SIGTERM for 10 s and was killed", file=sys.stderr)
                child.kill()
                child.wait()
