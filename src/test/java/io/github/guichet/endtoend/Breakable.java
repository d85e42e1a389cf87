package io.github.guichet.endtoend;

/** A server whose outage a test can make. */
public interface Breakable {

    /** SIGKILL: connections break, new ones are refused; what it left on disk stays. */
    void kill();

    /** SIGSTOP: connections stay open and nobody answers. */
    void pause();

    /** SIGCONT. */
    void resume();

    /** Starts it again, stopping it first if it runs, and returns when it answers. */
    void restart();
}
