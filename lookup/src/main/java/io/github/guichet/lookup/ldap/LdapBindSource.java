package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import io.github.guichet.lookup.Deadline;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Source;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceGate;
import io.github.guichet.lookup.SourceQueue;
import io.github.guichet.lookup.SourceState;
import io.github.guichet.lookup.account.BindCheck;
import io.github.guichet.lookup.certificate.SourceCertificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A directory that is only logged in to: connections of its own, with a queue and a deadline of its own, which bind as one user
 * after another and never search. A burst of log-ins so leaves the searches of mail routing alone, and no search is ever made
 * with a user's rights.
 *
 * <p>Opening it asks nobody. Safe for use by many threads.
 */
public final class LdapBindSource implements Source {

    private final LdapSourceConfig config;
    private final Watch watch;
    private final LdapPool pool;
    private final SourceGate gate;
    private final LdapCertificates tls;

    private LdapBindSource(LdapSourceConfig config, LookupObserver observer) {
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
     * @param directory the directory as its searches use it: servers, TLS, pool size, queue and deadline count, its own bind
     *     does not. The new source is called as it, with {@code .bind} after it, which no name in the configuration has
     * @param observer hears of times and failures
     */
    public static LdapBindSource open(LdapSourceConfig directory, LookupObserver observer) {
        return new LdapBindSource(directory.forBinds(), observer);
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

    /** Tries a name and a password; never blocks. */
    CompletableFuture<BindCheck.Verdict> bind(String dn, String password) {
        Function<String, BindCheck.Verdict> unavailable = BindCheck.Verdict.Unavailable::new;
        return gate.ask(deadline -> pool.ask(deadline, new BindAttempt(dn, password)), unavailable);
    }

    /** How many connections wait idle; for tests. */
    int idleConnections() {
        return pool.idle();
    }

    /**
     * Binds as nobody, on a new connection: a stopped server still takes connections, and a connection on which a user was bound
     * is not for us. A refusal is an answer too, and many directories refuse this.
     */
    private Boolean probe(Deadline deadline) throws SourceException {
        return pool.askApart(deadline, (connection, until) -> {
            SimpleBindRequest nobody = new SimpleBindRequest();
            nobody.setResponseTimeoutMillis(until.leftMillis());
            try {
                connection.ldap().bind(nobody);
                return true;
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
