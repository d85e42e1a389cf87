package io.github.guichet.command;

import io.github.guichet.lookup.sql.SqlDictEntry;
import java.util.List;

/**
 * The values that go to one source, of all sections {@code [dovecot-auth.dict.NAME]} that name it: so that one transaction may
 * change several of them.
 *
 * @param source its name
 * @param entries the keys; without statements when the source is the embedded store, which has its own
 */
public record DictConfig(String source, List<SqlDictEntry> entries) {

    /** Keeps a copy. */
    public DictConfig {
        entries = List.copyOf(entries);
    }
}
