package io.github.guichet.lookup.sql;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Says which server showed which certificate when that one is not trusted. */
final class ServerTrust extends X509ExtendedTrustManager {

    private final String server;
    private final Optional<X509ExtendedTrustManager> authorities;
    private final Consumer<X509Certificate[]> shown;

    private ServerTrust(
            String server, Optional<X509ExtendedTrustManager> authorities, Consumer<X509Certificate[]> shown) {
        this.server = server;
        this.shown = shown;
        this.authorities = authorities;
    }

    static ServerTrust of(String server, X509ExtendedTrustManager authorities, Consumer<X509Certificate[]> shown) {
        return new ServerTrust(server, Optional.of(authorities), shown);
    }

    /** Trusts every certificate: for table files without {@code tls_verify_cert = yes}, as Postfix does. */
    static ServerTrust ofAny(String server, Consumer<X509Certificate[]> shown) {
        return new ServerTrust(server, Optional.empty(), shown);
    }

    private interface Check {
        void by(X509ExtendedTrustManager authorities) throws CertificateException;
    }

    private void check(X509Certificate[] chain, Check check) throws CertificateException {
        shown.accept(chain);
        if (authorities.isEmpty()) {
            return;
        }
        try {
            check.by(authorities.get());
        } catch (CertificateException e) {
            X509Certificate first = chain[0];
            throw new CertificateException(
                    "the certificate of " + server + " is not accepted: " + e.getMessage() + " (subject "
                            + first.getSubjectX500Principal() + ", issued by " + first.getIssuerX500Principal()
                            + ", valid until " + first.getNotAfter().toInstant() + ")",
                    e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, a -> a.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, a -> a.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, a -> a.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.map(X509ExtendedTrustManager::getAcceptedIssuers).orElseGet(() -> new X509Certificate[0]);
    }
}
