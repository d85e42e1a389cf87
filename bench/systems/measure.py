"""What is timed: postmap processes, the load client, resident memory, the time until a socket accepts."""

import os
import subprocess
import time
from typing import NamedTuple

from .peers import KEY, VALUE
from .process import Trouble, program


class Load(NamedTuple):
    """What one run of the load client saw."""

    rate: float
    p50: float
    p99: float
    cpu: float  # the server's processor time for one answer, in microseconds


def in_rounds(rounds, timed):
    """Runs each of the named measurements once a round, A B C A B C: name -> its results."""
    results = {name: [] for name in timed}
    for _ in range(rounds):
        for name, measurement in timed.items():
            results[name].append(measurement())
    return results


def postmap(servers, configuration, table, processes, keys):
    """Seconds until `processes` of `postmap -q -` side by side have each found `keys` keys of their own."""
    inputs = []
    for number in range(processes):
        first = number * keys % 20_000
        wanted = (KEY % ((first + i) % 20_000) for i in range(keys))
        inputs.append(servers.write(f"keys.{number}", "\n".join(wanted) + "\n"))
    began = time.monotonic()
    children = []
    for path in inputs:
        with open(path, "rb") as keys_file, open(path + ".found", "wb") as found:
            command = [program("postmap"), "-c", configuration, "-q", "-", table]
            children.append(subprocess.Popen(command, stdin=keys_file, stdout=found, stderr=subprocess.PIPE))
    for child in children:
        try:
            child.wait(timeout=120)
        except subprocess.TimeoutExpired:
            child.kill()
    took = time.monotonic() - began
    for path, child in zip(inputs, children):
        _expect_answers(table, path, child.stderr.read().decode(errors="replace"))
        child.stderr.close()
        if child.returncode != 0:
            raise Trouble(f"postmap -q - {table} ended with {child.returncode}")
    return took


def _expect_answers(table, path, complaints):
    """Every key must have been found, with its own value (the C server gives all keys the first one's)."""
    with open(path, encoding="utf-8") as keys, open(path + ".found", encoding="utf-8") as found:
        wanted, lines = keys.read().split(), found.read().splitlines()
    if len(lines) != len(wanted):
        raise Trouble(f"{table} found {len(lines)} of {len(wanted)} keys: {complaints}")
    if table.endswith("limit.sock:alias"):
        return
    for key, line in zip(wanted, lines):
        number = int(key[4:9])
        if line != f"{key}\t{VALUE % number}":
            raise Trouble(f"{table} answered {line!r} for {key}")


def load(servers, pid, address, table, connections, keys, seconds, answer="OK " + VALUE):
    """One run of the load client against process `pid`; an answer that is not the expected one is trouble."""
    command = [servers.path("load"), address, table, str(connections), str(keys), str(seconds), KEY, answer]
    return run_load(command, pid, seconds)


def run_load(command, pid, seconds):
    """One run of a load client, whose command names the address, against process `pid`."""
    before = processor_time(pid)
    done = subprocess.run(command, capture_output=True, text=True, timeout=120 + 10 * seconds)
    spent = processor_time(pid) - before
    if done.returncode != 0:
        raise Trouble(f"{' '.join(command[1:])}: {done.stderr or done.stdout}")
    rate, p50, p99, answers, _ = done.stdout.split()
    return Load(float(rate), float(p50), float(p99), spent / int(answers) * 1e6)


def processor_time(pid):
    """Seconds that a process has used so far, its own and the kernel's on its behalf."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Memory(NamedTuple):
    """Resident memory in MB (1 MB = 1 048 576 bytes): all pages, shared ones by their share, the most there ever was."""

    resident: float
    proportional: float
    peak: float


def memory(pid):
    """What a process holds now."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as rollup, open(f"/proc/{pid}/status", encoding="ascii") as status:
        lines = [line for line in [*rollup, *status] if line.endswith("kB\n")]
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
    return Memory(sizes["Rss"], sizes["Pss"], sizes["VmHWM"])
