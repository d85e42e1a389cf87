"""What systemd does for a service with socket units, as far as guichet notices it: binds sockets once, passes them to one process after the
other, waits for READY=1 on a notify socket, and stops each with SIGTERM.

    manager.py DIRECTORY RESTARTS PAUSE COMMAND...

Binds DIRECTORY/activated.sock and a free port of 127.0.0.1, which is printed as "port N". Prints "ready" when the first process answers.
"""

import os
import signal
import socket
import sys

directory, restarts, pause = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
command = sys.argv[4:]

unix = socket.socket(socket.AF_UNIX)
unix.bind(directory + "/activated.sock")
unix.listen(4096)
inet = socket.create_server(("127.0.0.1", 0), backlog=4096)
notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
notify.bind(directory + "/notify.sock")
notify.settimeout(60)
print("port", inet.getsockname()[1], flush=True)


def start():
    pid = os.fork()
    if pid == 0:
        # Out of the way first: either may be 3 or 4 already.
        one, two = os.dup(unix.fileno()), os.dup(inet.fileno())
        high_one, high_two = os.dup2(one, 90), os.dup2(two, 91)
        os.dup2(high_one, 3, inheritable=True)
        os.dup2(high_two, 4, inheritable=True)
        for fd in range(5, 100):
            try:
                os.close(fd)
            except OSError:
                pass
        os.environ.update(
            LISTEN_PID=str(os.getpid()),
            LISTEN_FDS="2",
            LISTEN_FDNAMES="guichet-socketmap:guichet-socketmap",
            NOTIFY_SOCKET=directory + "/notify.sock",
            WATCHDOG_USEC="3000000",
        )
        os.execv(command[0], command)
    heard = []
    while not any("READY=1" in message for message in heard):
        heard.append(notify.recv(4096).decode())
    return pid


def stop(pid):
    os.kill(pid, signal.SIGTERM)
    _, status = os.waitpid(pid, 0)
    if status != 0:
        sys.exit("ended with %d" % status)
    notify.setblocking(False)
    heard = []
    try:
        while True:
            heard.append(notify.recv(4096).decode())
    except BlockingIOError:
        notify.settimeout(60)
    if not any("STOPPING=1" in message for message in heard):
        sys.exit("never said STOPPING: %s" % heard)
    return heard


def wait(seconds):
    signal.sigtimedwait([], seconds)


pid = start()
print("ready", flush=True)
alive = 0
for _ in range(restarts):
    wait(pause)
    alive += sum(message == "WATCHDOG=1" for message in stop(pid))
    pid = start()
print("restarted", restarts, "alive", alive, flush=True)
sys.stdin.read()
stop(pid)
