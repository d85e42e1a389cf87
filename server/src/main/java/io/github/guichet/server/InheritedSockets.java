package io.github.guichet.server;

import io.github.guichet.server.ListenAddress.Systemd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Sockets that were open before this process began to listen: those that systemd passes by name (sd_listen_fds(3)), and those that a
 * privileged part of the start has bound. A {@link Listener} takes them by address, and binds only what is not here.
 *
 * <p>The descriptors of systemd stay open for as long as the process runs, whoever stops to listen on them: systemd holds the same
 * sockets, and what connects while nobody accepts waits in the kernel's queue for the next one who does. Safe for use by many threads.
 */
public final class InheritedSockets {

    private static final int FIRST = 3;
    private static final int MOST = 4096;
    private static final int MOST_SHOWN = 20;

    private final Map<ListenAddress, List<InheritedSocket>> sockets = new LinkedHashMap<>();
    private final Set<ListenAddress> taken =
            new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));

    private InheritedSockets() {}

    /** No socket is open yet. */
    public static InheritedSockets none() {
        return new InheritedSockets();
    }

    /**
     * What systemd says in the environment: {@code LISTEN_FDS} sockets from descriptor 3 on, with the names of
     * {@code LISTEN_FDNAMES}. Opens and reads none of them. Children get none: Java closes all descriptors from 3 on before it starts a
     * program.
     *
     * @param pid of this process; sockets for another one ({@code LISTEN_PID}) are left alone
     * @throws ListenException when the variables contradict each other
     */
    public static InheritedSockets ofSystemd(Map<String, String> environment, long pid) throws ListenException {
        InheritedSockets inherited = new InheritedSockets();
        String count = environment.get("LISTEN_FDS");
        if (count == null || !Long.toString(pid).equals(environment.get("LISTEN_PID"))) {
            return inherited;
        }
        if (!count.matches("[0-9]{1,4}") || Integer.parseInt(count) > MOST) {
            throw new ListenException(
                    "LISTEN_FDS is '" + shown(count) + "', and not a number up to " + MOST + " as systemd sets it");
        }
        int sockets = Integer.parseInt(count);
        String names = environment.get("LISTEN_FDNAMES");
        List<String> each = names == null ? List.of() : List.of(names.split(":", -1));
        if (names != null && sockets > 0 && each.size() != sockets) {
            throw new ListenException("systemd passed " + sockets + " sockets and " + each.size()
                    + " names (LISTEN_FDNAMES): nobody can tell which is which");
        }
        for (int i = 0; i < sockets; i++) {
            String name = i < each.size() ? each.get(i) : "unknown";
            inherited.passed(systemd(name), FIRST + i);
        }
        return inherited;
    }

    private static String shown(String text) {
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
    }

    private static Systemd systemd(String name) throws ListenException {
        try {
            return new Systemd(name);
        } catch (IllegalArgumentException e) {
            throw new ListenException("LISTEN_FDNAMES: " + e.getMessage(), e);
        }
    }

    /**
     * Adds a stream socket that this process bound itself; whether it listens already does not matter. It is closed when its listener
     * stops.
     *
     * @param address as the configuration has it; a {@link Listener} for an equal one takes the socket
     * @param descriptor a file descriptor that nobody else closes
     */
    public synchronized void add(ListenAddress address, int descriptor) {
        put(address, new InheritedSocket(descriptor, false));
    }

    /** Adds one that systemd holds too. */
    synchronized void passed(Systemd address, int descriptor) {
        put(address, new InheritedSocket(descriptor, true));
    }

    private void put(ListenAddress address, InheritedSocket socket) {
        sockets.computeIfAbsent(address, none -> new ArrayList<>()).add(socket);
    }

    /**
     * The sockets of an address. Those of systemd can be taken again once they were given back, the others once only.
     *
     * @return empty when the address has to be bound
     * @throws ListenException when it is one of systemd's and systemd passed none, or when somebody listens on it already
     */
    synchronized List<InheritedSocket> take(ListenAddress address) throws ListenException {
        List<InheritedSocket> found = List.copyOf(sockets.getOrDefault(address, List.of()));
        if (!(address instanceof Systemd)) {
            sockets.remove(address);
            return found;
        }
        if (found.isEmpty()) {
            throw new ListenException("cannot listen on " + address + ": " + absence());
        }
        if (!taken.add(address)) {
            throw new ListenException("cannot listen on " + address + ": it is served already");
        }
        return found;
    }

    /** Nobody accepts on the sockets of this address any more. */
    synchronized void giveBack(ListenAddress address) {
        taken.remove(address);
    }

    /** Permission bits of the files of Unix sockets; one that is no such socket is refused. */
    synchronized List<Integer> modes(Systemd address) throws ListenException {
        List<Integer> modes = new ArrayList<>();
        for (InheritedSocket socket : sockets.getOrDefault(address, List.of())) {
            modes.add(socket.mode(address));
        }
        return modes;
    }

    private String absence() {
        String names = String.join(", ", names(passed()));
        return names.isEmpty()
                ? "systemd passed no sockets to this process; is it started by systemd, with Sockets= naming a socket unit"
                        + " that is active?"
                : "systemd passed no socket of this name, only " + names
                        + "; a name is FileDescriptorName= in a socket unit, and the unit must be active before the service starts";
    }

    /** Names under which systemd passed sockets that nobody serves: who connects there waits for ever. */
    public synchronized List<String> unused() {
        return names(passed().filter(address -> !taken.contains(address)));
    }

    private Stream<ListenAddress> passed() {
        return sockets.keySet().stream().filter(Systemd.class::isInstance);
    }

    private static List<String> names(Stream<ListenAddress> addresses) {
        return addresses.map(address -> ((Systemd) address).name()).sorted().toList();
    }
}
