package io.github.guichet.doctor;

import io.github.guichet.server.ListenAddress;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to connect to, as main.cf writes it.
 *
 * @param text as written
 * @param path of a Unix socket, as written; relative ones count from the queue directory
 * @param host of a TCP address; empty for a Unix socket
 * @param port of a TCP address
 */
record PeerAddress(String text, Optional<String> path, String host, int port) {

    private static final Pattern INET = Pattern.compile("inet:(?:\\[([^\\]]+)\\]|([^:]*)):(\\d{1,5})(?:@.*)?");
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1", "");
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "*");

    /** Reads {@code unix:PATH}, {@code local:PATH} (milter) or {@code inet:HOST:PORT}. */
    static Optional<PeerAddress> parse(String text) {
        if (text.startsWith("unix:") || text.startsWith("local:")) {
            return unix(text, text.substring(text.indexOf(':') + 1));
        }
        Matcher inet = INET.matcher(text);
        if (!inet.matches()) {
            return Optional.empty();
        }
        String host = Optional.ofNullable(inet.group(1))
                .or(() -> Optional.ofNullable(inet.group(2)))
                .orElse("");
        return Optional.of(new PeerAddress(text, Optional.empty(), host, Integer.parseInt(inet.group(3))));
    }

    /** Reads the value of smtpd_sasl_path with the type dovecot: a path without a word before it, or {@code inet:}. */
    static Optional<PeerAddress> parseSasl(String text) {
        return text.startsWith("inet:") || text.startsWith("unix:") ? parse(text) : unix(text, text);
    }

    private static Optional<PeerAddress> unix(String text, String path) {
        try {
            return path.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new PeerAddress(text, Optional.of(Path.of(path).toString()), "", 0));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Where the socket is for those who are not in a chroot; of a Unix address only. */
    Optional<Path> place(Path queue) {
        return path.map(p -> queue.resolve(p).normalize());
    }

    /** Where the socket is for those whose root is the queue directory; of a Unix address only. */
    Optional<Path> placeInside(Path queue) {
        return path.map(p -> queue.resolve(p.replaceFirst("^/+", "")).normalize());
    }

    /** Whether that is where we listen, seen from inside or outside of the chroot. */
    boolean reaches(ListenAddress ours, Path queue) {
        if (ours instanceof ListenAddress.Unix unix) {
            return place(queue).filter(p -> same(p, unix.path())).isPresent()
                    || placeInside(queue).filter(p -> same(p, unix.path())).isPresent();
        }
        return path.isEmpty()
                && ours instanceof ListenAddress.Inet inet
                && inet.port() == port
                && (inet.host().equalsIgnoreCase(host)
                        || EVERYWHERE.contains(inet.host())
                        || (HERE.contains(host) && HERE.contains(inet.host())));
    }

    /** Whether two paths are one file, links in their directories followed. */
    static boolean same(Path one, Path other) {
        return one.normalize().equals(other.normalize()) || real(one).equals(real(other));
    }

    /** The path with all links followed; what is not there stays as it is. */
    static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            Path parent = path.getParent();
            Path name = path.getFileName();
            return parent == null || name == null ? path : real(parent).resolve(name);
        }
    }
}
