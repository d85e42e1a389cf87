package io.github.guichet.policyd.notice;

/**
 * Is told of breaches, each once. Called on event loops: must not block, and must not throw. Of a breach of the kind
 * {@link Breach.Kind#LOCKOUT} the listener locks the login, and nobody else needs to.
 */
@FunctionalInterface
public interface BreachListener {

    /** Hears nothing. */
    BreachListener NONE = breach -> {};

    /** Takes note. */
    void breached(Breach breach);
}
