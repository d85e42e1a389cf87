package io.github.guichet.command;

import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenerLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads addresses to listen on and what is granted there, in all sections, and sees to it that no address is taken twice. */
final class ListenReader {

    private static final List<String> RIGHTS = List.of("mode", "user", "group");

    private final Map<String, String> taken = new HashMap<>();
    private final Map<ListenAddress, Path> places = new HashMap<>();

    /**
     * Any number of addresses; at least one is needed.
     *
     * @param defaultMode of a Unix socket that names no mode
     */
    List<ListenAddress> several(ConfigSection section, String key, int defaultMode) {
        if (!section.has(key)) {
            section.missing(key, "is missing: an address to listen on, unix:/path or inet:host:port");
        } else if (section.isEmptyList(key)) {
            section.problem(key, "must be at least one address, unix:/path or inet:host:port");
        }
        return any(section, key, defaultMode);
    }

    /** Any number of addresses, perhaps none. */
    List<ListenAddress> any(ConfigSection section, String key, int defaultMode) {
        List<ListenAddress> addresses = new ArrayList<>();
        List<Object> elements = section.elements(key);
        for (Object element : elements) {
            address(section, key, element, defaultMode).ifPresent(address -> {
                String owner = taken.putIfAbsent(address.toString(), section.fullKey(key));
                if (owner != null) {
                    report(section, key, element, address + " is taken already, by " + owner);
                }
                if (places.containsKey(address) && !section.fullKey(key).equals("admin.listen")) {
                    ((ConfigSection) element)
                            .problem("unix", "is for the socket unit of systemd to say: ListenStream=");
                }
                addresses.add(address);
            });
        }
        return addresses;
    }

    /** One address. */
    Optional<ListenAddress> one(ConfigSection section, String key, int defaultMode) {
        List<ListenAddress> addresses = several(section, key, defaultMode);
        if (addresses.size() > 1) {
            section.problem(key, "must be one address");
        }
        return addresses.stream().findFirst();
    }

    /** Where the socket of systemd is to be found that was read before, if that was said. */
    Optional<Path> place(ListenAddress address) {
        return Optional.ofNullable(places.get(address));
    }

    /**
     * What a daemon grants on its addresses: {@code max-connections}, {@code idle}, {@code drain}.
     *
     * @param usual what is not said
     * @param shortest the least idle time that the peer of this daemon does not suffer from
     * @param longest the most that serves anybody
     */
    static ListenerLimits limits(ConfigSection section, ListenerLimits usual, Duration shortest, Duration longest) {
        return usual.withMaxConnections(
                        section.integer("max-connections", 1, 100_000).orElse(usual.maxConnections()))
                .withIdle(section.duration("idle", shortest, longest).orElse(usual.idle()))
                .withDrain(section.duration("drain", Duration.ZERO, Duration.ofMinutes(5))
                        .orElse(usual.drain()));
    }

    private static void report(ConfigSection section, String key, Object element, String message) {
        if (element instanceof ConfigText text) {
            section.problem(text, 0, message);
        } else {
            section.problem(key, message);
        }
    }

    private Optional<ListenAddress> address(ConfigSection section, String key, Object element, int defaultMode) {
        try {
            if (element instanceof ConfigText text) {
                ListenAddress address = ListenAddress.parse(text.text());
                return Optional.of(address instanceof ListenAddress.Unix unix ? unix.withMode(defaultMode) : address);
            }
            ConfigSection table = (ConfigSection) element;
            return table.has("systemd") ? systemd(table) : socket(table, defaultMode);
        } catch (IllegalArgumentException e) {
            report(section, key, element, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<ListenAddress> systemd(ConfigSection table) {
        Optional<ListenAddress> address = Optional.empty();
        try {
            address = table.string("systemd").map(ListenAddress.Systemd::new);
        } catch (IllegalArgumentException e) {
            table.problem("systemd", String.valueOf(e.getMessage()));
        }
        for (String right : RIGHTS) {
            if (table.string(right).isPresent()) {
                table.problem(
                        right, "is for the socket unit of systemd to say: SocketMode=, SocketUser= and SocketGroup=");
            }
        }
        Optional<Path> path = table.path("unix");
        if (address.isPresent() && path.isPresent()) {
            places.put(address.get(), path.get());
        }
        return address;
    }

    private static Optional<ListenAddress> socket(ConfigSection table, int defaultMode) {
        Optional<Path> path = table.path("unix");
        Optional<String> modeText = table.string("mode");
        Optional<String> user = table.string("user");
        Optional<String> group = table.string("group");
        int mode = defaultMode;
        try {
            mode = modeText.map(ListenAddress::parseMode).orElse(mode);
        } catch (IllegalArgumentException e) {
            table.problem("mode", String.valueOf(e.getMessage()));
        }
        if (!table.has("unix")) {
            table.missing(
                    "unix", "is missing: the path of the socket, or systemd, the name of one that systemd passes");
        }
        int permissions = mode;
        return path.map(p -> new ListenAddress.Unix(p, permissions, user, group));
    }
}
