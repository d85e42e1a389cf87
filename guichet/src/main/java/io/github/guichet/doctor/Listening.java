package io.github.guichet.doctor;

import io.github.guichet.server.ListenAddress;
import java.util.Locale;

/**
 * An address on which guichet is to listen.
 *
 * @param role what is spoken there
 * @param address as configured
 * @param connections how many may be open at a time
 */
public record Listening(Role role, ListenAddress address, int connections) {

    /** What is spoken on a socket. */
    public enum Role {
        /** socketmap. */
        SOCKETMAP,
        /** Postfix's policy delegation. */
        POLICY,
        /** milter. */
        MILTER,
        /** Dovecot's auth client protocol. */
        AUTH_CLIENT,
        /** Dovecot's auth master protocol: user records, without a password. */
        AUTH_MASTER,
        /** Dovecot's dict protocol: whoever may speak it reads what dicts hold. */
        DICT,
        /** Commands of the command line. */
        ADMIN,
        /** HTTP. */
        METRICS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
