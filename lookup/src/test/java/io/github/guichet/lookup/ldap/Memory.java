package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import io.github.guichet.lookup.LookupObserver;

/** A directory in this process, without a schema, so that any entry can be put into it. */
final class Memory implements AutoCloseable {

    private final InMemoryDirectoryServer server;
    final LdapSource source;

    Memory() {
        this(new InMemoryOperationInterceptor() {});
    }

    /** A directory whose requests somebody sees first, and may answer. */
    Memory(InMemoryOperationInterceptor first) {
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example");
            config.setSchema(null);
            config.addInMemoryOperationInterceptor(first);
            server = new InMemoryDirectoryServer(config);
            server.startListening();
            source = LdapSource.open(
                    Asking.as(Asking.source("ldap://localhost:" + server.getListenPort()), new LdapBind.None()),
                    LookupObserver.NONE);
            add("dn: dc=example", "objectClass: domain", "dc: example");
        } catch (LDAPException e) {
            throw new AssertionError(e);
        }
    }

    LdapSourceConfig config() {
        return source.config();
    }

    Memory add(String... ldifLines) {
        try {
            server.add(ldifLines);
            return this;
        } catch (LDAPException | LDIFException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        source.close();
        server.shutDown(true);
    }
}
