package io.github.guichet.command;

import io.github.guichet.dovecotauth.DovecotAuthDaemon;
import io.github.guichet.milter.wire.MilterDaemon;
import io.github.guichet.policyd.wire.PolicyDaemon;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenAddress.Inet;
import io.github.guichet.socketmap.SocketmapDaemon;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The ports of a configuration that an ordinary user may not bind. */
final class PrivilegedPorts {

    /** Linux' ip(7) calls all below "privileged"; net.ipv4.ip_unprivileged_port_start can lower it, and then this does no harm. */
    private static final int FIRST_FREE = 1024;

    private PrivilegedPorts() {}

    /**
     * The ports that the daemons listen on; not that of the metrics, whose server binds by itself.
     *
     * @param only names of the daemons that run; empty = all
     */
    static List<Inet> of(Configuration configuration, Set<String> only) {
        List<ListenAddress> all = new ArrayList<>();
        if (runs(SocketmapDaemon.NAME, only)) {
            configuration.socketmap().ifPresent(section -> all.addAll(section.listen()));
        }
        if (runs(PolicyDaemon.NAME, only)) {
            configuration
                    .policy()
                    .ifPresent(section -> all.addAll(section.daemon().listen()));
        }
        if (runs(MilterDaemon.NAME, only)) {
            configuration
                    .milter()
                    .ifPresent(section -> all.addAll(section.daemon().listen()));
        }
        if (runs(DovecotAuthDaemon.NAME, only)) {
            configuration.dovecotAuth().ifPresent(section -> {
                all.addAll(section.daemon().client());
                all.addAll(section.daemon().master());
                all.addAll(section.daemon().dict());
            });
        }
        return all.stream()
                .filter(Inet.class::isInstance)
                .map(Inet.class::cast)
                .filter(address -> address.port() > 0 && address.port() < FIRST_FREE)
                .distinct()
                .toList();
    }

    private static boolean runs(String daemon, Set<String> only) {
        return only.isEmpty() || only.contains(daemon);
    }
}
