package io.github.guichet.lookup.key;

import io.github.guichet.lookup.Answer;

/** How the keys of one parameter are searched. Immutable; made by {@link KeyRules}. */
public sealed interface KeyRule permits WholeKeyRule, NameRule, ListRule, NextHopRule, AddressRule, PasswordRule {

    /**
     * The first key to ask, which is the only one for most questions.
     *
     * @param key as the peer asked it
     * @return the key folded; the same object when that changes nothing
     */
    String first(String key);

    /**
     * Begins the whole search; its first key is {@link #first}.
     *
     * @param key as the peer asked it
     */
    KeySearch begin(String key);

    /**
     * What becomes of the answer of the whole search.
     *
     * @return the same object when nothing changes, as mostly
     */
    default Answer conclude(Answer answer) {
        return answer;
    }
}
