package io.github.guichet.lookup.ldap;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How TLS is done, on {@code ldaps:} and after StartTLS.
 *
 * @param verify what is asked of the server's certificate
 * @param caFile a PEM file with any number of certificates that are trusted; with neither this nor {@code caDirectory}, those
 *     that the Java runtime trusts (on Debian the system's)
 * @param caDirectory a directory whose PEM files are trusted as well
 * @param certificate our own certificate and its chain, PEM
 * @param key the unencrypted private key of it, PEM, PKCS#8 or PKCS#1
 */
public record LdapTls(
        Verify verify,
        Optional<Path> caFile,
        Optional<Path> caDirectory,
        Optional<Path> certificate,
        Optional<Path> key) {

    /** Verified in full against what the system trusts, without a certificate of our own. */
    public static final LdapTls DEFAULT =
            new LdapTls(Verify.FULL, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** What is asked of a server's certificate. */
    public enum Verify {
        /** A chain to a trusted certificate, and the host's name. */
        FULL,
        /** A chain to a trusted certificate, for any name. */
        CHAIN,
        /** Nothing: encryption without knowing with whom. */
        NONE
    }
}
