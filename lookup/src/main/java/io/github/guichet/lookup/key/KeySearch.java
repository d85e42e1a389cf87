package io.github.guichet.lookup.key;

import io.github.guichet.lookup.Answer.Found;

/**
 * Walks the keys to ask on behalf of one key, in order. One object a question; used by one thread at a time.
 *
 * <p>The first key is the key as asked, folded. A key may come up twice; an empty one never.
 */
public abstract class KeySearch {

    private String key = "";

    KeySearch() {}

    /**
     * Goes on to the next key.
     *
     * @return false when there is none left
     */
    public abstract boolean advance();

    /** The key to ask now; valid after {@link #advance} said true. */
    public final String key() {
        return key;
    }

    /** What was cut off the address to get the current key, delimiter included, in the case asked; mostly empty. */
    public String extension() {
        return "";
    }

    /**
     * What the table's value for the current key means for the key that was asked.
     *
     * @param found the value of the current key
     * @return the same object when nothing changes
     */
    public Found conclude(Found found) {
        return found;
    }

    final boolean offer(String next) {
        key = next;
        return !next.isEmpty();
    }
}
