package io.github.guichet.command;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Source;
import io.github.guichet.lookup.embedded.EmbeddedStore;
import io.github.guichet.lookup.embedded.StoreException;
import io.github.guichet.lookup.ldap.LdapBindSource;
import io.github.guichet.lookup.ldap.LdapSource;
import io.github.guichet.lookup.ldap.LdapSourceConfig;
import io.github.guichet.lookup.sql.SqlSource;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sources that are in use, each opened when the first map needs it. Table files with equal connections share one: the
 * pool of a server is as large as it is set to be, however many files name that server. For one thread until all maps are
 * open.
 */
final class OpenSources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSources.class);

    private final Map<String, SourceConfig> configured;
    private final LookupObserver observer;
    private final Map<String, Source> byName = new LinkedHashMap<>();
    private final Map<Object, Source> byConnection = new LinkedHashMap<>();

    OpenSources(Map<String, SourceConfig> configured, LookupObserver observer) {
        this.configured = configured;
        this.observer = observer;
    }

    /** The database or store of that name. */
    SqlSource sql(String name) {
        return (SqlSource) open(name);
    }

    /** The directory of that name. */
    LdapSource ldap(String name) {
        return (LdapSource) open(name);
    }

    /**
     * The database that a file names.
     *
     * @param name what it is called if no file before named it; with a dot, as no source of the configuration has one
     */
    SqlSource sql(SqlSourceConfig config, String name) {
        return (SqlSource) byConnection.computeIfAbsent(config.withName(""), connection -> {
            Source source = SqlSource.open(config.withName(name), observer);
            byName.put(source.name(), source);
            return source;
        });
    }

    /** The directory that a file names; as {@link #sql(SqlSourceConfig, String)}. */
    LdapSource ldap(LdapSourceConfig config, String name) {
        return (LdapSource) byConnection.computeIfAbsent(config.withName(""), connection -> {
            Source source = LdapSource.open(config.withName(name), observer);
            byName.put(source.name(), source);
            return source;
        });
    }

    /** Connections of a directory on which nothing but log-ins is tried. */
    LdapBindSource binds(LdapSource directory) {
        return (LdapBindSource) byConnection.computeIfAbsent(directory, connection -> {
            Source source = LdapBindSource.open(directory.config(), observer);
            byName.put(source.name(), source);
            return source;
        });
    }

    /** A source by its name, whatever its type. */
    Source open(String name) {
        Source open = byName.get(name);
        if (open != null) {
            return open;
        }
        SourceConfig config = configured.get(name);
        if (config == null) {
            throw new IllegalStateException("the configuration was not checked: no source " + name);
        }
        Source source = open(config);
        byName.put(name, source);
        return source;
    }

    private Source open(SourceConfig config) {
        if (config instanceof SourceConfig.Ldap ldap) {
            return LdapSource.open(ldap.config(), observer);
        }
        if (config instanceof SourceConfig.Embedded embedded) {
            prepare(embedded);
            return EmbeddedStore.source(embedded.config(), observer);
        }
        return SqlSource.open(((SourceConfig.Sql) config).config(), observer);
    }

    /**
     * Brings the store of an older guichet up to date. That of a newer one is unavailable. One that is not there stays unavailable until {@code guichet domain add}
     * makes it: behind a mistyped path or a directory that is not mounted, an empty one would refuse every recipient for good.
     */
    private static void prepare(SourceConfig.Embedded embedded) {
        try (EmbeddedStore store = EmbeddedStore.openExisting(embedded.path())) {
            LOG.debug("source {}: {}", embedded.config().name(), store);
        } catch (StoreException e) {
            LOG.error("source {}: {}", embedded.config().name(), e.getMessage());
        }
    }

    /** Those that were opened. */
    Collection<Source> all() {
        return byName.values();
    }

    @Override
    public void close() {
        byName.values().forEach(Source::close);
    }
}
