package io.github.guichet.lookup.sql;

import io.github.guichet.lookup.certificate.ShownCertificate;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands what a server shows from a driver's TLS plug-in to the source that is connecting. The drivers create those plug-ins by the
 * name of their class and give them texts only, PostgreSQL's on a thread of its own: so a number travels among the options of
 * the connection, and this knows the source of the number for as long as connecting takes. The one static state there is.
 */
final class ShownCertificates {

    private static final String OPTION = "guichetConnecting";
    private static final Map<String, ShownCertificate> CONNECTING = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();

    private ShownCertificates() {}

    /** Until the end of this, certificates on a connection with these options are told to {@code shown}. */
    static void begin(Properties options, ShownCertificate shown) {
        String number = Long.toString(LAST.incrementAndGet());
        CONNECTING.put(number, shown);
        options.setProperty(OPTION, number);
    }

    /** Connecting has ended, well or not. */
    static void end(Properties options) {
        CONNECTING.remove(options.getProperty(OPTION, ""));
    }

    /** A server has shown a certificate. */
    static void shown(Properties options, X509Certificate[] chain) {
        String number = options.getProperty(OPTION);
        ShownCertificate source = number == null ? null : CONNECTING.get(number);
        if (source != null) {
            source.shown(chain);
        }
    }
}
