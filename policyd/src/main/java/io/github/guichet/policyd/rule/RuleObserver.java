package io.github.guichet.policyd.rule;

/** Hears what each rule comes to. Called on event loops: must not block, and must not throw. */
@FunctionalInterface
public interface RuleObserver {

    /** Hears nothing. */
    RuleObserver NONE = (rule, decision, mode) -> {};

    /**
     * A rule looked at a request: its condition held, or nobody could say whether it does.
     *
     * @param rule the rule's name
     * @param decision {@link Decision#DUNNO} if it had no opinion; {@link Decision#UNAVAILABLE} whatever is done then
     * @param mode whether the decision was answered or only counted
     */
    void decided(String rule, Decision decision, Mode mode);
}
