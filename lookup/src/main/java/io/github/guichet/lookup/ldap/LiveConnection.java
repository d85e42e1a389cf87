package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;

/**
 * An open, bound connection.
 *
 * @param server the server it leads to
 * @param ldap the library's connection, in synchronous mode: for one thread at a time
 * @param sockets holds the bare socket
 */
record LiveConnection(LdapServer server, LDAPConnection ldap, ServerSockets sockets) {

    /** Closes it without a word to the server, so that it never blocks. */
    void drop() {
        sockets.cut();
        ldap.close();
    }
}
