package io.github.guichet.command;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.dict.DictStore;
import io.github.guichet.lookup.embedded.EmbeddedDictStore;
import io.github.guichet.lookup.sql.SqlDictStore;
import io.github.guichet.lookup.template.TemplateException;
import java.util.ArrayList;
import java.util.List;

/** The stores for values that Dovecot writes, opened. */
final class OpenDicts implements AutoCloseable {

    private final List<DictStore> stores = new ArrayList<>();
    private final List<EmbeddedDictStore> embedded = new ArrayList<>();

    /** Opens them; connects to nobody. */
    OpenDicts(List<DictConfig> configs, Configuration configuration, OpenSources sources, LookupObserver observer) {
        for (DictConfig config : configs) {
            if (configuration.sources().get(config.source()) instanceof SourceConfig.Embedded store) {
                EmbeddedDictStore opened = new EmbeddedDictStore(
                        config.source(),
                        store.path(),
                        key -> config.entries().stream().anyMatch(e -> e.key().matches(key)),
                        store.config().deadline(),
                        observer);
                embedded.add(opened);
                stores.add(opened);
            } else {
                stores.add(sql(config, sources));
            }
        }
    }

    private static DictStore sql(DictConfig config, OpenSources sources) {
        try {
            return new SqlDictStore("dict", config.entries(), sources.sql(config.source()));
        } catch (TemplateException e) {
            throw new IllegalStateException("the configuration was not checked: dict", e);
        }
    }

    /** All of them. */
    List<DictStore> stores() {
        return List.copyOf(stores);
    }

    @Override
    public void close() {
        embedded.forEach(EmbeddedDictStore::close);
    }
}
