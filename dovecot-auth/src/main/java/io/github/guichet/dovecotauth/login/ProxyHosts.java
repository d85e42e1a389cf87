package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.Network;
import io.github.guichet.lookup.account.AccountRecord;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Finishes the fields of an account that is proxied. A log-in process takes a host's name only with its address beside it
 * ({@code hostip}), so names are resolved here, on threads of their own; {@code proxy_maybe} proxies unless the host is the very
 * address that the client connected to.
 */
final class ProxyHosts implements AutoCloseable {

    /** Resolves a name; may block. */
    @FunctionalInterface
    interface Resolver {
        InetAddress address(String name) throws UnknownHostException;
    }

    private static final int RESOLVERS = 4;
    private static final int WAITING = 200;

    private final Resolver resolver;
    private final HashPool threads = new HashPool(RESOLVERS, WAITING);

    ProxyHosts(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * The fields as the peer can use them.
     *
     * @return empty if a host's name cannot be resolved
     */
    CompletableFuture<Optional<AccountRecord>> finished(AccountRecord fields, LoginRequest request) {
        boolean maybe = fields.has("proxy_maybe");
        boolean proxied = (fields.has("proxy") || maybe) && !authOnly(request);
        Optional<String> host = fields.field("host");
        if (!proxied || host.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of(maybe && proxied ? proxying(fields) : fields));
        }
        Optional<String> address = fields.field("hostip").or(() -> host);
        if (Network.parse(address.get()).isPresent()) {
            return CompletableFuture.completedFuture(Optional.of(decided(fields, address.get(), request)));
        }
        Function<String, Optional<AccountRecord>> resolved =
                ip -> Optional.of(decided(fields.with("hostip", ip), ip, request));
        return threads.run(() -> resolve(host.get()).flatMap(resolved), Optional::empty);
    }

    /** Whether the peer only wants to know: an SMTP server proxies nothing. */
    static boolean authOnly(LoginRequest request) {
        return request.facts().containsKey("nologin") || request.service().equals("smtp");
    }

    private Optional<String> resolve(String name) {
        try {
            return Optional.of(resolver.address(name).getHostAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static AccountRecord decided(AccountRecord fields, String ip, LoginRequest request) {
        if (!fields.has("proxy_maybe")) {
            return fields;
        }
        String here = request.facts().containsKey("real_lip") ? request.fact("real_lip") : request.fact("lip");
        boolean samePort = fields.field("port")
                .map(port -> port.equals(request.fact("lport")))
                .orElse(true);
        boolean self =
                samePort && Network.parse(ip).filter(n -> n.contains(here)).isPresent();
        if (!self) {
            return proxying(fields);
        }
        AccountRecord local = fields.only(name -> !name.equals("proxy")
                && !name.equals("proxy_maybe")
                && !name.equals("proxy_always")
                && !name.equals("host")
                && !name.equals("hostip")
                && !name.equals("port")
                && !name.equals("destuser"));
        return fields.has("proxy_always") ? local.with("proxy", "") : local;
    }

    private static AccountRecord proxying(AccountRecord fields) {
        return fields.only(name -> !name.equals("proxy_maybe")).with("proxy", "");
    }

    @Override
    public void close() {
        threads.close();
    }
}
