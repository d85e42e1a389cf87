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
import io.github.guichet.server.ListenerLimits;
import io.github.guichet.server.Listeners;
import io.github.guichet.server.Protocol;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private final Listeners listeners;
    private final DaemonMeter meter;
    private final ClientProtocol client;
    private final MasterDesk masters;
    private final DictDesk dicts;
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

    /**
     * A daemon that listens nowhere yet; parameters as for {@link #start}.
     */
    public DovecotAuthDaemon(ClientConfig clientConfig, Answers answers, EventLoops loops, DaemonMetrics metrics) {
        listings =
                new ThreadPoolExecutor(LISTINGS, LISTINGS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "list-users");
                    thread.setDaemon(true);
                    return thread;
                });
        listings.allowCoreThreadTimeOut(true);
        meter = metrics.daemon(NAME);
        listeners = new Listeners(loops, meter);
        TicketDesk tickets = new TicketDesk();
        Listings users = new Listings(listings, LISTINGS, LISTINGS_WAITING);
        // Mail processes compare the numbers of the two sockets, so that a log-in before a restart is refused after it.
        long spid = 1L + new SecureRandom().nextInt(Integer.MAX_VALUE - 1);
        client = new ClientProtocol(clientConfig, answers.mechanisms(), answers.login(), tickets, spid, meter);
        masters = new MasterDesk(spid, tickets, answers.records(), users, meter);
        dicts = new DictDesk(answers.records(), answers.stores(), users, meter);
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
        DovecotAuthDaemon daemon = new DovecotAuthDaemon(clientConfig, answers, loops, metrics);
        try {
            daemon.prepare(Optional.of(config)).commit();
            return daemon;
        } catch (ListenException e) {
            CompletableFuture<Void> unused = daemon.stop();
            throw e;
        }
    }

    /**
     * Other addresses or limits.
     *
     * @param config absent = listens nowhere
     * @throws ListenException when an address cannot be bound; nothing has changed then
     */
    public Listeners.Change prepare(Optional<DovecotAuthConfig> config) throws ListenException {
        List<Listeners.Wish> wishes = new ArrayList<>();
        config.ifPresent(c -> {
            int most = c.limits().maxInFlight();
            add(wishes, c.client(), c.limits(), client);
            add(wishes, c.master(), c.limits(), new MasterProtocol(masters, most));
            add(wishes, c.dict(), c.limits(), new DictProtocol(dicts, most));
        });
        return listeners.prepare(wishes);
    }

    private static void add(
            List<Listeners.Wish> wishes, List<ListenAddress> addresses, ListenerLimits limits, Protocol protocol) {
        addresses.forEach(address -> wishes.add(new Listeners.Wish(address, limits, protocol)));
    }

    /**
     * Offers other mechanisms. A peer that is connected knows those that it was told; one of them that is not offered any more is refused.
     *
     * @param mechanisms in order; at least one
     */
    public void offer(ClientConfig clientConfig, List<SaslMechanism> mechanisms) {
        client.offer(clientConfig, mechanisms);
    }

    /** Where it listens: first for clients, then for masters, then for dict, each in the order of the configuration. */
    public List<ListenAddress> addresses() {
        return listeners.addresses();
    }

    /** How many connections are open. */
    public int connections() {
        return listeners.connections();
    }

    /**
     * Stops to listen, answers what was asked, closes the connections.
     *
     * @return completes when the last connection is closed, at the latest after the time to drain
     */
    public CompletableFuture<Void> stop() {
        return listeners.stop().whenComplete((done, failure) -> listings.shutdownNow());
    }
}
