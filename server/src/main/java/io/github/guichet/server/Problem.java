package io.github.guichet.server;

/**
 * Something wrong in a configuration file.
 *
 * @param file the file as the administrator named it
 * @param position where; {@link Position#NONE} for the file as a whole
 * @param key the full key, {@code source.db.pool-size}; empty when no key is concerned
 * @param message what is wrong and what is allowed; holds no secret
 */
public record Problem(String file, Position position, String key, String message) {

    /** {@code file:line:column: key: message}, with the parts that there are. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        if (position.line() > 0) {
            text.append(':').append(position.line()).append(':').append(position.column());
        }
        text.append(": ");
        if (!key.isEmpty()) {
            text.append(key).append(": ");
        }
        return text.append(message).toString();
    }
}
