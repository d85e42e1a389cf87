package io.github.guichet.policyd.notice;

import io.github.guichet.server.Secret;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Where notices are posted to.
 *
 * @param url with {@code https}, or {@code http} on this host. Often holds a token, so it is shown nowhere
 * @param secret with which notices are signed; absent = they are not
 */
public record WebhookConfig(URI url, Optional<Secret> secret) {

    private static final Set<String> THIS_HOST = Set.of("127.0.0.1", "[::1]", "localhost");

    /**
     * Checks an address.
     *
     * @param allowHttp whether the notice may go over the network for everybody to read
     * @return what is wrong with it, without showing it; empty = nothing
     */
    public static Optional<String> wrong(String url, boolean allowHttp) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            return Optional.of("must be an address such as https://example.org/hook");
        }
        String scheme = String.valueOf(uri.getScheme());
        String host = uri.getHost();
        if (host == null || uri.getPort() > 65535 || !(scheme.equals("https") || scheme.equals("http"))) {
            return Optional.of("must be an address with https and a host, such as https://example.org/hook");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return Optional.of("must have no user name and no #; webhook-secret signs what is sent");
        }
        return scheme.equals("http") && !allowHttp && !THIS_HOST.contains(host)
                ? Optional.of(
                        "must be https, or http on this host; webhook-allow-http lets everybody on the way read it")
                : Optional.empty();
    }

    /** Only where it goes. */
    @Override
    public String toString() {
        return "WebhookConfig[" + where() + "]";
    }

    /** The part of the address that is no secret. */
    String where() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }
}
