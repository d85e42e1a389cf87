package io.github.guichet.dovecotauth.login;

/** Is told of every attempt that ended, for the metrics. Called on any thread; must be quick and must not throw. */
@FunctionalInterface
public interface AuthObserver {

    /** The values of the metric's label. */
    enum Result {
        OK,
        FAILED,
        DISABLED,
        UNAVAILABLE,
        THROTTLED
    }

    /** Hears nothing. */
    AuthObserver NONE = (service, mechanism, result) -> {};

    /**
     * An attempt ended.
     *
     * @param service as the peer said it: not trustworthy as a label, map unknown ones to {@code other}
     * @param mechanism in upper case, one that is offered; empty for none
     */
    void attempted(String service, String mechanism, Result result);
}
