package io.github.guichet.milter.rule;

/** Hears what each rule comes to. Called on event loops: must not block, and must not throw. */
@FunctionalInterface
public interface RuleObserver {

    /** Hears nothing. */
    RuleObserver NONE = (rule, decision, mode) -> {};

    /** A rule looked at a message: its condition held, or nobody could say whether it does. */
    void decided(String rule, Decision decision, Mode mode);
}
