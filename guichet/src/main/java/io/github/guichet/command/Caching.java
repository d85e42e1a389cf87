package io.github.guichet.command;

/** Which kinds of map have a cache in front of them. */
final class Caching {

    private Caching() {}

    /** Whatever asks somebody else over a connection. */
    static boolean of(MapKind kind) {
        if (kind instanceof MapKind.Sql || kind instanceof MapKind.Ldap) {
            return true;
        }
        return kind instanceof MapKind.FromTableFile;
    }
}
