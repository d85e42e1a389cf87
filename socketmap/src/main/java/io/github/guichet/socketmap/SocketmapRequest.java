package io.github.guichet.socketmap;

/** What a well-framed request turned out to be. */
sealed interface SocketmapRequest {

    /**
     * A question.
     *
     * @param map the map's name as the peer wrote it, not empty
     * @param key not empty, at most {@link SocketmapLimits#MAX_KEY} bytes
     */
    record Lookup(String map, String key) implements SocketmapRequest {}

    /**
     * A question for a key that no table can hold: empty, too long, with control characters, or no UTF-8.
     *
     * @param map the map's name as the peer wrote it
     */
    record ImpossibleKey(String map) implements SocketmapRequest {}

    /**
     * No question.
     *
     * @param reason for the peer's log
     */
    record Malformed(String reason) implements SocketmapRequest {}
}
