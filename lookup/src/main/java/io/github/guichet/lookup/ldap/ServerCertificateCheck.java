package io.github.guichet.lookup.ldap;

import io.github.guichet.lookup.certificate.ShownCertificate;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Judges the certificate of one server, and says in words what is wrong with it: the certificate, the host, and who issued it.
 *
 * <p>It is an extended trust manager so that the Java runtime adds no name check of its own behind our back.
 */
final class ServerCertificateCheck extends X509ExtendedTrustManager {

    private final String host;
    private final LdapTls.Verify verify;
    private final Optional<X509TrustManager> chains;
    private final String trusted;
    private final ShownCertificate shown;

    /**
     * A check.
     *
     * @param host the server's name as configured
     * @param verify what to ask
     * @param chains judges chains; may be absent only when nothing is asked
     * @param trusted where the trusted certificates came from, for messages
     * @param shown is told of every certificate
     */
    ServerCertificateCheck(
            String host,
            LdapTls.Verify verify,
            Optional<X509TrustManager> chains,
            String trusted,
            ShownCertificate shown) {
        this.host = host;
        this.verify = verify;
        this.chains = chains;
        this.trusted = trusted;
        this.shown = shown;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        shown.shown(chain);
        if (verify == LdapTls.Verify.NONE) {
            return;
        }
        try {
            chains.orElseThrow().checkServerTrusted(chain, authType);
        } catch (CertificateException e) {
            throw new CertificateException(
                    shown(chain[0]) + " cannot be verified with the certificates of " + trusted + ": " + e.getMessage(),
                    e);
        }
        if (verify == LdapTls.Verify.FULL) {
            CertificateNames names = new CertificateNames(chain[0]);
            if (!names.include(host) && !isThisHost(names)) {
                throw new CertificateException(shown(chain[0]) + " is not for this host name; it is for " + names);
            }
        }
    }

    /** libldap checks the machine's own name when told "localhost", so existing certificates carry that one. */
    private boolean isThisHost(CertificateNames names) {
        if (!host.equalsIgnoreCase("localhost")) {
            return false;
        }
        try {
            InetAddress self = InetAddress.getLocalHost();
            return names.include(self.getHostName()) || names.include(self.getCanonicalHostName());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private String shown(X509Certificate certificate) {
        return "the certificate \"" + certificate.getSubjectX500Principal().getName() + "\" of host " + host
                + " (issued by \"" + certificate.getIssuerX500Principal().getName() + "\", valid until "
                + certificate.getNotAfter().toInstant() + ")";
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this end is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.map(X509TrustManager::getAcceptedIssuers).orElseGet(() -> new X509Certificate[0]);
    }
}
