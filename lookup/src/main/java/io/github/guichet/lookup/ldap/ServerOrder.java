package io.github.guichet.lookup.ldap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Failover in the configured order, but a server that failed a moment ago is asked last: silence costs a whole deadline. */
final class ServerOrder {

    private static final long REMEMBER_NANOS = 30_000_000_000L;

    private final List<LdapServer> servers;
    private final Map<LdapServer, Long> failedAt = new ConcurrentHashMap<>();

    ServerOrder(List<LdapServer> servers) {
        this.servers = servers;
    }

    void failed(LdapServer server) {
        failedAt.put(server, System.nanoTime());
    }

    void worked(LdapServer server) {
        failedAt.remove(server);
    }

    /** All servers, in the order to try now. */
    List<LdapServer> now() {
        List<LdapServer> good = new ArrayList<>();
        List<LdapServer> doubtful = new ArrayList<>();
        for (LdapServer server : servers) {
            Long failed = failedAt.get(server);
            boolean recently = failed != null && System.nanoTime() - failed < REMEMBER_NANOS;
            (recently ? doubtful : good).add(server);
        }
        good.addAll(doubtful);
        return good;
    }
}
