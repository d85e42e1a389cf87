package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.EXTERNALBindRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import io.github.guichet.lookup.Deadline;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import io.github.guichet.lookup.certificate.ShownCertificate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import javax.net.ssl.SSLSocketFactory;

/** Opens connections: to the first server that takes us, through TLS and bind. */
final class Connector {

    /** Enough for any sane entry; a larger message ends the connection instead of the heap. */
    private static final int MAX_MESSAGE_BYTES = 20_000_000;

    private final LdapSourceConfig config;
    private final ServerOrder order;
    private final TlsMaterial tls;
    private final Watch watch;

    /**
     * A connector.
     *
     * @param shown is told of the certificates that servers show
     */
    Connector(LdapSourceConfig config, ServerOrder order, Watch watch, ShownCertificate shown) {
        this.config = config;
        this.order = order;
        this.tls = new TlsMaterial(config.tls(), shown);
        this.watch = watch;
    }

    /**
     * Opens.
     *
     * @param deadline shared among the servers not yet tried, so that a silent first one leaves time for the second
     * @throws SourceException names every server with what it did
     */
    LiveConnection open(Deadline deadline) throws SourceException {
        List<String> failures = new ArrayList<>();
        List<LdapServer> servers = order.now();
        for (int i = 0; i < servers.size() && !deadline.passed(); i++) {
            LdapServer server = servers.get(i);
            Deadline share = Deadline.in(deadline.left().dividedBy(servers.size() - i));
            try {
                LiveConnection connection = open(server, share, config.bind());
                order.worked(server);
                return connection;
            } catch (SourceException e) {
                order.failed(server);
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        if (failures.isEmpty()) {
            throw new SourceException(SourceFailure.DEADLINE, "no time was left to connect");
        }
        throw new SourceException(SourceFailure.CONNECT, String.join("; ", failures));
    }

    private LiveConnection open(LdapServer server, Deadline deadline, LdapBind as) throws SourceException {
        Optional<SSLSocketFactory> secure = needsTls(server) ? Optional.of(tlsSockets(server)) : Optional.empty();
        boolean startTls = server.scheme() == LdapServer.Scheme.LDAP && secure.isPresent();
        ServerSockets sockets = new ServerSockets(server, startTls ? Optional.empty() : secure, deadline.leftMillis());
        LDAPConnection ldap = new LDAPConnection(sockets, options(deadline));
        LiveConnection connection = new LiveConnection(server, ldap, sockets);
        ScheduledFuture<?> alarm = watch.at(deadline, sockets::cut);
        String step = "cannot connect";
        boolean open = false;
        try {
            boolean unix = server.scheme() == LdapServer.Scheme.LDAPI;
            // The library wants a host and a port even where the socket needs neither.
            ldap.connect(unix ? "localhost" : server.host(), unix ? LdapServer.LDAP_PORT : server.port());
            if (startTls) {
                step = "StartTLS failed";
                StartTLSExtendedRequest request = new StartTLSExtendedRequest(secure.orElseThrow());
                request.setResponseTimeoutMillis(deadline.leftMillis());
                ldap.processExtendedOperation(request);
            }
            Optional<BindRequest> bind = request(as);
            if (bind.isPresent()) {
                step = "cannot bind" + (as instanceof LdapBind.Simple simple ? " as " + simple.dn() : "");
                bind.get().setResponseTimeoutMillis(deadline.leftMillis());
                ldap.bind(bind.get());
            }
            open = true;
            return connection;
        } catch (LDAPException e) {
            boolean late = sockets.wasCut() || ResultCode.TIMEOUT.equals(e.getResultCode());
            throw late ? slow(server, step) : Failures.connecting(server, step, e);
        } finally {
            alarm.cancel(false);
            if (!open) {
                connection.drop();
            }
        }
    }

    private static SourceException slow(LdapServer server, String step) {
        return new SourceException(SourceFailure.CONNECT, server + ": " + step + ": no answer in time");
    }

    /** A source that speaks TLS anywhere speaks it everywhere, also where a referral leads. */
    private boolean needsTls(LdapServer server) {
        boolean own = config.servers().contains(server);
        return switch (server.scheme()) {
            case LDAP ->
                config.startTls()
                        || (!own && config.servers().stream().anyMatch(s -> s.scheme() == LdapServer.Scheme.LDAPS));
            case LDAPS -> true;
            case LDAPI -> false;
        };
    }

    private SSLSocketFactory tlsSockets(LdapServer server) throws SourceException {
        try {
            return tls.sockets(server.host());
        } catch (IOException e) {
            throw Failures.connecting(server, "TLS", e);
        }
    }

    private LDAPConnectionOptions options(Deadline deadline) {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setUseSynchronousMode(true);
        options.setConnectTimeoutMillis(deadline.leftMillis());
        options.setResponseTimeoutMillis(config.deadline().toMillis());
        options.setAbandonOnTimeout(false); // the connection is closed instead
        options.setMaxMessageSize(MAX_MESSAGE_BYTES);
        options.setBindWithDNRequiresPassword(false); // the server says what it thinks of that
        options.setUseLinger(false, 0);
        options.setFollowReferrals(config.chaseReferrals());
        options.setReferralConnector((url, from) -> referral(url));
        return options;
    }

    /** As libldap without a rebind function: the password stays with the servers it was configured for. */
    private LDAPConnection referral(LDAPURL url) throws LDAPException {
        LdapServer server = new LdapServer(
                url.getScheme().equalsIgnoreCase("ldaps") ? LdapServer.Scheme.LDAPS : LdapServer.Scheme.LDAP,
                url.getHost() == null ? "localhost" : url.getHost(),
                url.getPort());
        try {
            return open(server, Deadline.in(config.deadline()), new LdapBind.None())
                    .ldap();
        } catch (SourceException e) {
            throw new LDAPException(ResultCode.CONNECT_ERROR, String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<BindRequest> request(LdapBind as) {
        if (as instanceof LdapBind.Simple simple) {
            return Optional.of(new SimpleBindRequest(simple.dn(), simple.password()));
        }
        if (as instanceof LdapBind.External external) {
            return Optional.of(new EXTERNALBindRequest(external.authorizationId()));
        }
        return Optional.empty();
    }
}
