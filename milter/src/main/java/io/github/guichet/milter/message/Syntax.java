package io.github.guichet.milter.message;

/** How well a field keeps to RFC 5322; the worst of all its parts. */
public enum Syntax {
    /** As the RFC says it has to be written, or RFC 6532 with UTF-8: every reader sees the same. */
    VALID,
    /** As RFC 5322, 4.4 says that it still has to be read: routes, dots in names, white space around dots, empty list elements. */
    OBSOLETE,
    /** Neither, or beyond what is read: each reader may see another sender. */
    INVALID
}
