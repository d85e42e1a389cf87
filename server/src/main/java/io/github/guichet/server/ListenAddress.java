package io.github.guichet.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a daemon listens, written as Postfix writes it: {@code unix:/path} or {@code inet:host:port}; or sockets that systemd has
 * opened.
 */
public sealed interface ListenAddress {

    /**
     * Mode of a Unix socket that names none. Whoever connects needs write permission, and Postfix's smtpd connects as the user
     * {@code postfix}, whom we share no group with unless the administrator says so. The directory is the place to restrict
     * access, as Postfix does with its own sockets: 0666 in a {@code private} directory.
     */
    int DEFAULT_MODE = 0666;

    /** Longest path of a Unix socket in bytes: one less than the 107 of unix(7), because Java takes no more. */
    int LONGEST_PATH = 106;

    /** What {@link Listener} adds to the directory while it prepares a socket: {@code /.gXXXXXX/s}. */
    int PREPARATION_SUFFIX = 11;

    /**
     * A socket in the file system.
     *
     * @param path absolute; its directory exists before the daemon starts
     * @param mode permission bits, 0 to 0777
     * @param user owner by name; the process's own when empty
     * @param group group by name; the process's own when empty
     */
    record Unix(Path path, int mode, Optional<String> user, Optional<String> group) implements ListenAddress {

        /** Refuses what could not be bound with an {@link IllegalArgumentException} that says why. */
        public Unix {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("the path of a Unix socket must start with '/', this is '" + path
                        + "' (a relative path in main.cf counts from Postfix's queue directory)");
            }
            Path directory = path.getParent();
            if (directory == null || path.getFileName() == null) {
                throw new IllegalArgumentException("'" + path + "' names no socket in a directory");
            }
            int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
            if (length > LONGEST_PATH) {
                throw new IllegalArgumentException("the path of a Unix socket has at most " + LONGEST_PATH
                        + " bytes, this has " + length + ": " + path);
            }
            int directoryLength = directory.toString().getBytes(StandardCharsets.UTF_8).length;
            if (directoryLength > LONGEST_PATH - PREPARATION_SUFFIX) {
                throw new IllegalArgumentException(
                        "the directory of a Unix socket has at most " + (LONGEST_PATH - PREPARATION_SUFFIX)
                                + " bytes, this has " + directoryLength + ": " + directory);
            }
            if (mode < 0 || mode > 0777) {
                throw new IllegalArgumentException(
                        "the mode of a Unix socket is 0000 to 0777, this is " + Integer.toOctalString(mode));
            }
        }

        /** A socket with {@link #DEFAULT_MODE}, owned by whoever runs the daemon. */
        public static Unix at(Path path) {
            return new Unix(path, DEFAULT_MODE, Optional.empty(), Optional.empty());
        }

        /** The same socket with another mode. */
        public Unix withMode(int other) {
            return new Unix(path, other, user, group);
        }

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /**
     * A TCP port.
     *
     * @param host name or numeric address, IPv6 without brackets; a name is resolved when the daemon starts, and its first
     *     address is taken
     * @param port 1 to 65535, or 0 for any free one
     */
    record Inet(String host, int port) implements ListenAddress {

        /** Refuses an empty host and a port out of range with an {@link IllegalArgumentException}. */
        public Inet {
            if (host.isEmpty()) {
                throw new IllegalArgumentException(
                        "name the address to listen on, for example inet:127.0.0.1:10001 (inet:0.0.0.0:10001 for all)");
            }
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("a port is 1 to 65535, this is " + port);
            }
        }

        @Override
        public String toString() {
            return "inet:" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * Sockets that systemd has opened, by the name of {@code FileDescriptorName=} in their unit; several units may share one.
     *
     * @param name 1 to 255 printable ASCII characters without a colon, as systemd.socket(5) wants it
     */
    record Systemd(String name) implements ListenAddress {

        private static final int LONGEST_NAME = 255;

        /** Refuses what systemd could not pass with an {@link IllegalArgumentException}. */
        public Systemd {
            if (name.isEmpty()
                    || name.length() > LONGEST_NAME
                    || !name.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != ':')) {
                throw new IllegalArgumentException(
                        "the name of a socket of systemd has 1 to 255 printable ASCII characters and no colon");
            }
        }

        @Override
        public String toString() {
            return "systemd:" + name;
        }
    }

    /** Reads an address as {@link #parse(String, int)} does, with {@link #DEFAULT_MODE}. */
    static ListenAddress parse(String text) {
        return parse(text, DEFAULT_MODE);
    }

    /**
     * Reads {@code unix:/path}, {@code inet:host:port} or {@code inet:[v6]:port}.
     *
     * @param mode of a Unix socket
     * @throws IllegalArgumentException with a sentence for the administrator
     */
    static ListenAddress parse(String text, int mode) {
        if (text.startsWith("unix:")) {
            return Unix.at(path(text.substring("unix:".length()))).withMode(mode);
        }
        if (text.startsWith("inet:")) {
            return inet(text, text.substring("inet:".length()));
        }
        throw new IllegalArgumentException("an address is unix:/path or inet:host:port, this is '" + text + "'");
    }

    /**
     * Reads the mode of a socket, octal digits as chmod(1) takes them: {@code 0660} or {@code 660}.
     *
     * @throws IllegalArgumentException with a sentence for the administrator
     */
    static int parseMode(String text) {
        if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(c -> c >= '0' && c <= '7')) {
            throw new IllegalArgumentException(
                    "a mode is octal, 0000 to 0777, for example 0660; this is '" + text + "'");
        }
        int mode = Integer.parseInt(text, 8);
        if (mode > 0777) {
            throw new IllegalArgumentException(
                    "a mode is octal, 0000 to 0777, for example 0660; this is '" + text + "'");
        }
        return mode;
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("unix: needs a path, for example unix:/run/guichet/socketmap.sock");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("the path of a Unix socket is not usable: " + e.getReason(), e);
        }
    }

    private static Inet inet(String whole, String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            throw new IllegalArgumentException(
                    "inet: needs a host and a port, inet:host:port; this is '" + whole + "'");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "an IPv6 address is written in brackets, inet:[::1]:10001; this is '" + whole + "'");
        }
        return new Inet(host, port(text.substring(colon + 1), whole));
    }

    private static int port(String text, String whole) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535; this is '" + whole + "'");
        }
        int port = Integer.parseInt(text);
        if (port == 0 || port > 65535) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535; this is '" + whole + "'");
        }
        return port;
    }
}
