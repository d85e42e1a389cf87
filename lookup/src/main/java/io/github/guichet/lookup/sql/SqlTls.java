package io.github.guichet.lookup.sql;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How connections to a database server are encrypted.
 *
 * @param mode whether, and whether the server's certificate is verified
 * @param caFile PEM file of the authorities to trust; the system's when neither this nor caDirectory is set
 * @param caDirectory directory of PEM files of authorities
 * @param certificate PEM file of the client's certificate and its chain
 * @param key PEM file of the client's key, not encrypted
 * @param ciphers the cipher suites to offer, in OpenSSL's or Java's names separated by colons or commas; empty = default
 */
public record SqlTls(
        Mode mode,
        Optional<Path> caFile,
        Optional<Path> caDirectory,
        Optional<Path> certificate,
        Optional<Path> key,
        String ciphers) {

    /** Whether to encrypt and whom to trust. */
    public enum Mode {
        /** Verified to any host but this one; to this one, over a Unix socket or a loopback address, none. */
        AUTOMATIC,
        /** None. */
        OFF,
        /** When the server offers it, without looking at its certificate: what Postfix does without tls_verify_cert. */
        OPPORTUNISTIC,
        /** Always; the server's certificate must be trusted and be made out to the server's name. */
        VERIFIED
    }

    /** {@link Mode#AUTOMATIC} with the system's authorities. */
    public static final SqlTls AUTOMATIC = of(Mode.AUTOMATIC);

    /** A mode with the system's authorities and no client certificate. */
    public static SqlTls of(Mode mode) {
        return new SqlTls(mode, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "");
    }

    /** The mode for one server, with {@link Mode#AUTOMATIC} decided. */
    Mode modeFor(SqlServer server) {
        if (server.reach() == SqlServer.Reach.UNIX || server.reach() == SqlServer.Reach.FILE) {
            return Mode.OFF;
        }
        if (mode != Mode.AUTOMATIC) {
            return mode;
        }
        return server.reach() == SqlServer.Reach.THIS_HOST ? Mode.OFF : Mode.VERIFIED;
    }
}
