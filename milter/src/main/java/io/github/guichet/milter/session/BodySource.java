package io.github.guichet.milter.session;

/** A new body, piece by piece, so that nobody has to hold all of it. Used by one thread. */
@FunctionalInterface
public interface BodySource {

    /**
     * The next piece; its lines end with CR LF.
     *
     * @return empty at the end; at most 65535 bytes
     */
    byte[] next();
}
