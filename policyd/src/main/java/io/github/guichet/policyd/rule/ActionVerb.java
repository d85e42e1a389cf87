package io.github.guichet.policyd.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The words with which an action of access(5) begins, beside reply codes and names of restrictions. */
enum ActionVerb {
    DUNNO(Decision.DUNNO, Argument.TEXT),
    OK(Decision.PERMIT, Argument.TEXT),
    RELAY(Decision.PERMIT, Argument.TEXT),
    REJECT(Decision.REJECT, Argument.REPLY),
    DEFER(Decision.DEFER, Argument.REPLY),
    DEFER_IF_PERMIT(Decision.DEFER, Argument.REPLY),
    /** Refuses nothing by itself: it only turns a later refusal into a deferral. */
    DEFER_IF_REJECT(Decision.OTHER, Argument.REPLY),
    HOLD(Decision.HOLD, Argument.TEXT),
    DISCARD(Decision.DISCARD, Argument.TEXT),
    FILTER(Decision.CHANGE, Argument.DESTINATION),
    REDIRECT(Decision.CHANGE, Argument.ADDRESS),
    BCC(Decision.CHANGE, Argument.ADDRESS),
    PREPEND(Decision.CHANGE, Argument.HEADER),
    WARN(Decision.DUNNO, Argument.TEXT),
    INFO(Decision.DUNNO, Argument.TEXT);

    /** What follows the word. */
    enum Argument {
        /** Text for a log, or that nobody reads. */
        TEXT,
        /** An optional enhanced status code and text for the client. */
        REPLY,
        /** {@code transport:destination}. */
        DESTINATION,
        /** {@code user@domain}. */
        ADDRESS,
        /** {@code Name: value}. */
        HEADER
    }

    private final Decision decision;
    private final Argument argument;

    ActionVerb(Decision decision, Argument argument) {
        this.decision = decision;
        this.argument = argument;
    }

    Decision decision() {
        return decision;
    }

    Argument argument() {
        return argument;
    }

    /** In any case, as Postfix compares. */
    static Optional<ActionVerb> of(String word) {
        return Arrays.stream(values())
                .filter(verb -> verb.name().equalsIgnoreCase(word))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }
}
