package io.github.guichet.lookup.ldap;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A directory, as configured.
 *
 * @param name the name in the configuration, {@code [source.NAME]}
 * @param servers at least one; tried in this order
 * @param startTls whether {@code ldap:} connections change to TLS before anything else is said
 * @param tls how TLS is done
 * @param bind how a connection makes itself known
 * @param dereference when the server follows alias entries
 * @param chaseReferrals whether referrals to other servers are followed, anonymously, as libldap does it
 * @param poolSize how many connections, and so questions at once, at most
 * @param queue how many more questions may wait
 * @param deadline for one question: waiting, connecting, StartTLS, bind, and every search it takes
 */
public record LdapSourceConfig(
        String name,
        List<LdapServer> servers,
        boolean startTls,
        LdapTls tls,
        LdapBind bind,
        Dereference dereference,
        boolean chaseReferrals,
        int poolSize,
        int queue,
        Duration deadline) {

    /** {@code pool-size} when nothing is said. */
    public static final int DEFAULT_POOL_SIZE = 4;
    /** How many questions may wait when nothing is said. */
    public static final int DEFAULT_QUEUE = 256;
    /** {@code deadline} when nothing is said. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(2);

    /** When alias entries of the directory are followed: 0 to 3 in ldap_table(5). */
    public enum Dereference {
        /** Never. */
        NEVER,
        /** Below the search base. */
        SEARCHING,
        /** In finding the search base. */
        FINDING,
        /** Both. */
        ALWAYS
    }

    /** Checks what must hold for any directory. */
    public LdapSourceConfig {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("a directory needs at least one server");
        }
        if (poolSize < 1 || queue < 1 || deadline.toMillis() < 1) {
            throw new IllegalArgumentException("pool size, queue and deadline must be positive");
        }
    }

    /** The same under another name: equal connections can be shared. */
    public LdapSourceConfig withName(String other) {
        return new LdapSourceConfig(
                other, servers, startTls, tls, bind, dereference, chaseReferrals, poolSize, queue, deadline);
    }

    /** The same directory for connections that bind otherwise and go nowhere else: a password is for the configured servers. */
    LdapSourceConfig forBinds() {
        return new LdapSourceConfig(
                name + ".bind",
                servers,
                startTls,
                tls,
                new LdapBind.None(),
                dereference,
                false,
                poolSize,
                queue,
                deadline);
    }

    /**
     * The rule that nothing goes over a network in clear text by accident.
     *
     * @param servers the servers
     * @param startTls {@code start-tls} as written; absent when nothing is said
     * @return what is wrong with {@code start-tls}, or empty
     */
    public static Optional<String> clearTextProblem(List<LdapServer> servers, Optional<Boolean> startTls) {
        if (startTls.isPresent()) {
            return Optional.empty();
        }
        return servers.stream()
                .filter(server -> server.scheme() == LdapServer.Scheme.LDAP && !server.isLocal())
                .findFirst()
                .map(server -> server + " is another host and would be spoken to in clear text; set start-tls = true, "
                        + "use ldaps:, or say start-tls = false if that is what you want");
    }
}
