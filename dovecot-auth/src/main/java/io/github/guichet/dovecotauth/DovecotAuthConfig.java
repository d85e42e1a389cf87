package io.github.guichet.dovecotauth;

import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenerLimits;
import java.time.Duration;
import java.util.List;

/**
 * Where the daemon listens and what it grants.
 *
 * @param client addresses for the auth client protocol: Postfix, Exim, Dovecot's login processes
 * @param master addresses for the auth master protocol: imap, pop3, lmtp, doveadm
 * @param dict addresses for the dict protocol
 * @param limits for each address by itself
 */
public record DovecotAuthConfig(
        List<ListenAddress> client, List<ListenAddress> master, List<ListenAddress> dict, ListenerLimits limits) {

    /**
     * What applies where the configuration says nothing. A login process keeps its connection for as long as it lives, and logs a
     * warning when it is closed; and one connection carries the log-ins of many clients.
     */
    public static final ListenerLimits DEFAULT_LIMITS = new ListenerLimits(
            4000, 2000, Duration.ofDays(1), Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(10));

    /** Keeps copies, and refuses to listen nowhere with an {@link IllegalArgumentException}. */
    public DovecotAuthConfig {
        client = List.copyOf(client);
        master = List.copyOf(master);
        dict = List.copyOf(dict);
        if (client.isEmpty() && master.isEmpty() && dict.isEmpty()) {
            throw new IllegalArgumentException("name at least one address to listen on");
        }
    }
}
