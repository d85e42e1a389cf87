package io.github.guichet.server;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket on which systemd hears how a service is doing: datagrams of {@code KEY=VALUE} lines, see sd_notify(3). What cannot be told is
 * logged. Safe for use by many threads.
 */
final class NotifySocket {

    private static final Logger LOGGER = LoggerFactory.getLogger(NotifySocket.class);
    private static final int LONGEST_STATUS = 500;
    private static final int TRIES = 200;
    private static final long PAUSE_NANOS = 5_000_000L;
    private static final long NANOS_PER_MICRO = 1_000L;

    private final String shown;
    private final byte[] address;
    private final Socket socket;
    private final RepeatedLog log = new RepeatedLog(LOGGER);

    private NotifySocket(String shown, byte[] address, Socket socket) {
        this.shown = shown;
        this.address = address;
        this.socket = socket;
    }

    /** The one that {@code NOTIFY_SOCKET} names: the path of a Unix socket, or an abstract one that begins with {@code @}. */
    static Optional<NotifySocket> ofEnvironment(Map<String, String> environment) {
        String name = environment.get("NOTIFY_SOCKET");
        if (name == null || name.isEmpty()) {
            return Optional.empty();
        }
        if (!name.startsWith("/") && !name.startsWith("@")) {
            LOGGER.warn(
                    "NOTIFY_SOCKET is {}: only Unix sockets are known here; nobody is told that guichet is ready",
                    name);
            return Optional.empty();
        }
        if (!Epoll.isAvailable()) {
            LOGGER.error(
                    "Netty's epoll library does not load here, and without it systemd cannot be told that guichet is ready: a"
                            + " service of Type=notify will be stopped; use Type=exec",
                    Epoll.unavailabilityCause());
            return Optional.empty();
        }
        byte[] address = name.getBytes(StandardCharsets.UTF_8);
        if (name.startsWith("@")) {
            address[0] = 0;
        }
        return Optional.of(new NotifySocket(name, address, Socket.newSocketDomainDgram()));
    }

    void ready(String status) {
        send("READY=1\nSTATUS=" + oneLine(status));
    }

    /** systemd wants to know when, so that it can tell this reload from the one before: CLOCK_MONOTONIC, which nanoTime is on Linux. */
    void reloading() {
        send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / NANOS_PER_MICRO
                + "\nSTATUS=reading the configuration");
    }

    void stopping(String status) {
        send("STOPPING=1\nSTATUS=" + oneLine(status));
    }

    void status(String status) {
        send("STATUS=" + oneLine(status));
    }

    void alive() {
        send("WATCHDOG=1");
    }

    /** What goes on now may take so long from now. */
    void extendTimeout(Duration time) {
        send("EXTEND_TIMEOUT_USEC=" + TimeUnit.NANOSECONDS.toMicros(time.toNanos()));
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > LONGEST_STATUS ? line.substring(0, LONGEST_STATUS) : line;
    }

    private synchronized void send(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        try {
            // systemd takes these one after the other; its queue is full when every service of the host speaks at once.
            for (int i = 0; i < TRIES; i++) {
                if (socket.sendToDomainSocket(buffer, 0, bytes.length, address) > 0) {
                    return;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            log.warn("full", "{} takes no messages: systemd does not hear how guichet is doing", shown);
        } catch (IOException e) {
            log.warn(
                    "failed",
                    "{} cannot be reached: systemd does not hear how guichet is doing: {}",
                    shown,
                    e.toString());
        }
    }
}
