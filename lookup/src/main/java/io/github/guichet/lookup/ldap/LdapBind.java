package io.github.guichet.lookup.ldap;

/** How a new connection makes itself known. */
public sealed interface LdapBind {

    /** No bind at all: the connection stays anonymous. */
    record None() implements LdapBind {}

    /**
     * A simple bind; with an empty name and password an anonymous one.
     *
     * @param dn the name
     * @param password the password; never shown by {@link #toString}
     */
    record Simple(String dn, String password) implements LdapBind {
        @Override
        public String toString() {
            return "Simple[dn=" + dn + "]";
        }
    }

    /**
     * SASL EXTERNAL: the server knows us by the client certificate or, on a Unix socket, by our uid and gid.
     *
     * @param authorizationId the identity to act as, {@code dn:…} or {@code u:…}; empty for the one we have
     */
    record External(String authorizationId) implements LdapBind {}
}
