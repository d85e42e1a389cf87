package io.github.guichet.log;

/** What a line of the log looks like. */
public enum LogFormat {
    /** {@code kind: name=value name=<value>}, or a sentence. */
    TEXT,
    /** One JSON object a line. */
    JSON
}
