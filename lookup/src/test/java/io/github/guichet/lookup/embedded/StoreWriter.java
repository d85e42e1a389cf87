package io.github.guichet.lookup.embedded;

import java.nio.file.Path;

/** A process of its own that adds mailboxes to a store: {@code FILE PREFIX COUNT}. */
public final class StoreWriter {

    private StoreWriter() {}

    /** Adds PREFIX0@example.com to PREFIXn@example.com, each in a transaction of its own. */
    public static void main(String[] arguments) throws StoreException {
        try (EmbeddedStore store = EmbeddedStore.open(Path.of(arguments[0]))) {
            store.domains().add("example.com", Domains.Kind.MAILBOX);
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                store.mailboxes().add(arguments[1] + i + "@example.com", Mailboxes.Settings.NONE);
            }
        }
    }
}
