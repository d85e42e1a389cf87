package io.github.guichet.lookup.key;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Answer.Found;

/**
 * Asks the names of a list such as {@code virtual_mailbox_domains}, where Postfix looks only at whether a value is there.
 *
 * @param names which names to ask
 */
record ListRule(NameRule names) implements KeyRule {

    /** Values up to this length are passed on as they are, so that postmap(1) shows the same as for any other table. */
    private static final int LONGEST = 10_000;

    @Override
    public String first(String key) {
        return names.first(key);
    }

    @Override
    public KeySearch begin(String key) {
        return names.begin(key);
    }

    /**
     * Cuts a long value behind its first item. A directory asked for {@code *@%s} answers with every address of the domain,
     * and beyond 100 000 bytes Postfix would not take the reply: a large domain would be deferred as a whole.
     */
    @Override
    public Answer conclude(Answer answer) {
        if (!(answer instanceof Found found) || found.value().length() <= LONGEST) {
            return answer;
        }
        int comma = found.value().indexOf(',');
        int end = comma > 0 && comma <= LONGEST ? comma : LONGEST;
        if (Character.isHighSurrogate(found.value().charAt(end - 1))) {
            end--; // half a character cannot be sent
        }
        return new Found(found.value().substring(0, end));
    }
}
