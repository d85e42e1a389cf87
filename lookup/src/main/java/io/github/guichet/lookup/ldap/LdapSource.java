package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import io.github.guichet.lookup.Deadline;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Source;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceGate;
import io.github.guichet.lookup.SourceQueue;
import io.github.guichet.lookup.SourceState;
import io.github.guichet.lookup.certificate.SourceCertificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A directory: a pool of bound connections to the first of several servers that answers.
 *
 * <p>Opening it asks nobody, so a server that is down does not keep a daemon from starting. Safe for use by many threads.
 */
public final class LdapSource implements Source {

    /** Listing all keys may take this much longer than one question. */
    private static final int LIST_FACTOR = 30;

    private final LdapSourceConfig config;
    private final Watch watch;
    private final LdapPool pool;
    private final SourceGate gate;
    private final LdapCertificates tls;

    private LdapSource(LdapSourceConfig config, LookupObserver observer) {
        this.config = config;
        this.watch = new Watch(config.name());
        ServerOrder order = new ServerOrder(config.servers());
        this.tls = new LdapCertificates(config);
        this.pool = new LdapPool(new Connector(config, order, watch, tls.shown()), order, watch, config.poolSize());
        this.gate = new SourceGate(
                config.name(), config.poolSize(), config.queue(), config.deadline(), this::probe, observer);
    }

    /**
     * Makes the source; connects with the first question.
     *
     * @param config the directory
     * @param observer hears of times and failures
     */
    public static LdapSource open(LdapSourceConfig config, LookupObserver observer) {
        return new LdapSource(config, observer);
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public SourceState state() {
        return gate.state();
    }

    @Override
    public SourceQueue queue() {
        return gate.queue();
    }

    @Override
    public List<SourceCertificate> certificates() {
        return tls.certificates();
    }

    @Override
    public void connect() throws SourceException {
        Object unused = probe(Deadline.in(config.deadline()));
    }

    /** What the configuration says of searching on this source. */
    public LdapSourceConfig config() {
        return config;
    }

    /** Asks on a worker; never blocks. */
    <T> CompletableFuture<T> ask(LdapPool.Work<T> work, Function<String, T> unavailable) {
        return gate.ask(deadline -> pool.ask(deadline, work), unavailable);
    }

    /** Asks on the caller's thread and a connection of its own, with {@value LIST_FACTOR} times the deadline. */
    <T> T askAtLength(LdapPool.Work<T> work) throws SourceException {
        Duration time = config.deadline().multipliedBy(LIST_FACTOR);
        return pool.askApart(Deadline.in(time), work);
    }

    /** How many connections wait idle; for tests. */
    int idleConnections() {
        return pool.idle();
    }

    /**
     * Reads the root DSE, which every server has. A refusal is an answer too: it takes a working, bound connection to be
     * refused.
     */
    private Boolean probe(Deadline deadline) throws SourceException {
        return pool.ask(deadline, (connection, until) -> {
            SearchRequest request = new SearchRequest("", SearchScope.BASE, "(objectClass=*)", "1.1");
            request.setResponseTimeoutMillis(until.leftMillis());
            try {
                return ResultCode.SUCCESS.equals(
                        connection.ldap().search(request).getResultCode());
            } catch (LDAPException e) {
                if (Failures.isBroken(e) || !e.getResultCode().isConnectionUsable()) {
                    throw e;
                }
                return false;
            }
        });
    }

    @Override
    public void close() {
        gate.close();
        pool.close();
        watch.close();
    }
}
