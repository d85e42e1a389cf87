package io.github.guichet.lookup.ldap;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** The hosts a certificate is for: RFC 4513 section 3.1.3, with RFC 6125's rule for wildcards. */
final class CertificateNames {

    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private final List<String> names = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();

    CertificateNames(X509Certificate certificate) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (name.get(0).equals(DNS)) {
                    names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
                } else if (name.get(0).equals(ADDRESS)) {
                    addresses.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            // then it has no alternative names that could be believed
        }
        if (names.isEmpty() && addresses.isEmpty()) {
            commonName(certificate.getSubjectX500Principal());
        }
    }

    private void commonName(X500Principal subject) {
        try {
            for (Rdn rdn : new LdapName(subject.getName(X500Principal.RFC2253)).getRdns()) {
                if (rdn.getType().equalsIgnoreCase("CN") && rdn.getValue() instanceof String name) {
                    names.add(name.toLowerCase(Locale.ROOT));
                }
            }
        } catch (InvalidNameException e) {
            // then it has no common name that could be believed
        }
    }

    /** Whether the certificate is for a host, named or by its address as written. */
    boolean include(String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        if (isAddress(wanted)) {
            return addresses.stream().anyMatch(address -> sameAddress(address, wanted)) || names.contains(wanted);
        }
        return names.stream().anyMatch(name -> matches(name, wanted));
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9]+(\\.[0-9]+){3}");
    }

    private static boolean sameAddress(String one, String other) {
        try {
            // Both are literals, so nothing is asked of the DNS.
            return Arrays.equals(
                    InetAddress.getByName(one).getAddress(),
                    InetAddress.getByName(other).getAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean matches(String name, String host) {
        int dot = host.indexOf('.');
        return name.equals(host)
                || (name.startsWith("*.") && dot > 0 && name.substring(1).equals(host.substring(dot)));
    }

    /** For a message. */
    @Override
    public String toString() {
        List<String> all = new ArrayList<>(names);
        all.addAll(addresses);
        return all.isEmpty() ? "no host at all" : String.join(", ", all);
    }
}
