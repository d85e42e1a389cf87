package io.github.guichet.policyd.notice;

/** Is told of breaches, each once. Called on event loops: must not block, and must not throw. */
@FunctionalInterface
public interface BreachListener {

    /** Takes note. */
    void breached(Breach breach);
}
