package io.github.guichet.dovecotauth;

import io.github.guichet.dovecotauth.client.ClientConfig;
import io.github.guichet.dovecotauth.client.ClientProtocol;
import io.github.guichet.dovecotauth.dict.DictDesk;
import io.github.guichet.dovecotauth.dict.DictProtocol;
import io.github.guichet.dovecotauth.listing.Listings;
import io.github.guichet.dovecotauth.login.Login;
import io.github.guichet.dovecotauth.login.TicketDesk;
import io.github.guichet.dovecotauth.login.UserRecords;
import io.github.guichet.dovecotauth.master.MasterDesk;
import io.github.guichet.dovecotauth.master.MasterProtocol;
import io.github.guichet.dovecotauth.sasl.SaslMechanism;
import io.github.guichet.lookup.dict.DictStore;
import io.github.guichet.server.DaemonMeter;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.ListenAddress;
import io.github.guichet.server.ListenException;
import io.github.guichet.server.Listener;
import io.github.guichet.server.ListenerLimits;
import io.github.guichet.server.Protocol;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Serves log-ins to Postfix and Dovecot on one or several addresses. Safe for use by many threads. */
public final class DovecotAuthDaemon {

    /** The daemon's name: its section in the configuration, and the label of its metrics. */
    public static final String NAME = "dovecot-auth";

    /** Listings of all users at a time, until they are sent, and how many more may wait. Names of 200,000 users take 15 MB. */
    private static final int LISTINGS = 2;

    private static final int LISTINGS_WAITING = 32;

    private final List<Listener> listeners = new ArrayList<>();
    private final ThreadPoolExecutor listings;

    /**
     * What the daemon answers with.
     *
     * @param mechanisms to offer, in order; at least one
     * @param login decides log-ins
     * @param records answers questions about users
     * @param stores take what Dovecot writes by key
     */
    public record Answers(List<SaslMechanism> mechanisms, Login login, UserRecords records, List<DictStore> stores) {

        /** Keeps copies. */
        public Answers {
            mechanisms = List.copyOf(mechanisms);
            stores = List.copyOf(stores);
        }
    }

    private DovecotAuthDaemon() {
        listings =
                new ThreadPoolExecutor(LISTINGS, LISTINGS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "list-users");
                    thread.setDaemon(true);
                    return thread;
                });
        listings.allowCoreThreadTimeOut(true);
    }

    /**
     * Listens on all addresses, or on none.
     *
     * @param loops closed by the caller, after {@link #stop()}
     * @throws ListenException when an address cannot be bound; nothing listens then
     */
    public static DovecotAuthDaemon start(
            DovecotAuthConfig config,
            ClientConfig clientConfig,
            Answers answers,
            EventLoops loops,
            DaemonMetrics metrics)
            throws ListenException {
        DovecotAuthDaemon daemon = new DovecotAuthDaemon();
        try {
            daemon.listen(config, clientConfig, answers, loops, metrics.daemon(NAME));
            return daemon;
        } catch (ListenException e) {
            daemon.stop();
            throw e;
        }
    }

    private void listen(
            DovecotAuthConfig config, ClientConfig clientConfig, Answers answers, EventLoops loops, DaemonMeter meter)
            throws ListenException {
        TicketDesk tickets = new TicketDesk();
        Listings users = new Listings(listings, LISTINGS, LISTINGS_WAITING);
        // Mail processes compare the numbers of the two sockets, so that a log-in before a restart is refused after it.
        long spid = 1L + new SecureRandom().nextInt(Integer.MAX_VALUE - 1);
        ListenerLimits limits = config.limits();
        int most = limits.maxInFlight();
        bind(
                config.client(),
                loops,
                limits,
                meter,
                new ClientProtocol(clientConfig, answers.mechanisms(), answers.login(), tickets, spid, meter));
        bind(
                config.master(),
                loops,
                limits,
                meter,
                new MasterProtocol(new MasterDesk(spid, tickets, answers.records(), users, meter), most));
        bind(
                config.dict(),
                loops,
                limits,
                meter,
                new DictProtocol(new DictDesk(answers.records(), answers.stores(), users, meter), most));
    }

    private void bind(
            List<ListenAddress> addresses,
            EventLoops loops,
            ListenerLimits limits,
            DaemonMeter meter,
            Protocol protocol)
            throws ListenException {
        for (ListenAddress address : addresses) {
            listeners.add(Listener.bind(address, loops, limits, meter, protocol));
        }
    }

    /** Where it listens: first for clients, then for masters, then for dict, each in the order of the configuration. */
    public List<ListenAddress> addresses() {
        return listeners.stream().map(Listener::address).toList();
    }

    /** How many connections are open. */
    public int connections() {
        return listeners.stream().mapToInt(Listener::connections).sum();
    }

    /**
     * Stops to listen, answers what was asked, closes the connections.
     *
     * @return completes when the last connection is closed, at the latest after the time to drain
     */
    public CompletableFuture<Void> stop() {
        return CompletableFuture.allOf(listeners.stream().map(Listener::stop).toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> listings.shutdownNow());
    }
}
