package io.github.guichet.lookup;

import io.github.guichet.lookup.certificate.SourceCertificate;
import java.util.List;

/** A place that is asked: a database, a directory, the embedded store. Safe for use by many threads. */
public interface Source extends AutoCloseable {

    /** The name in the configuration, {@code [source.NAME]}. */
    String name();

    /** Whether it answers, as far as is known now. */
    SourceState state();

    /** Its queue, as it is now. */
    SourceQueue queue();

    /**
     * Until when the certificates are valid with which it is talked to; none without TLS. May read small files: not for event
     * loops.
     */
    List<SourceCertificate> certificates();

    /**
     * Opens a connection and asks it something harmless. Blocks for the deadline at most. For {@code check-config
     * --connect}.
     *
     * @throws SourceException says what is wrong
     */
    void connect() throws SourceException;

    /** Closes all connections; questions under way end as unavailable. */
    @Override
    void close();
}
