package io.github.guichet.command;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The file that an export makes.
 *
 * @param type as in main.cf
 * @param path as in main.cf, without the suffix that Postfix adds
 */
record ExportTarget(Type type, Path path) {

    /** A kind of file table. */
    enum Type {
        /** postfix-cdb. */
        CDB("cdb", ".cdb"),
        /** postfix-lmdb. */
        LMDB("lmdb", ".lmdb"),
        /** Berkeley DB. */
        HASH("hash", ".db"),
        /** A text file that Postfix reads as it is. */
        TEXTHASH("texthash", "");

        private final String word;
        private final String suffix;

        Type(String word, String suffix) {
            this.word = word;
            this.suffix = suffix;
        }

        /** As in main.cf. */
        String word() {
            return word;
        }

        /** What Postfix adds to the name. */
        String suffix() {
            return suffix;
        }
    }

    /** Reads {@code TYPE:PATH}; a suffix that Postfix would add may be there. */
    static Optional<ExportTarget> parse(String text) {
        for (Type type : Type.values()) {
            String start = type.word() + ":";
            if (text.startsWith(start)) {
                String path = text.substring(start.length());
                if (!type.suffix().isEmpty() && path.endsWith(type.suffix())) {
                    path = path.substring(0, path.length() - type.suffix().length());
                }
                Path absolute = Path.of(path).toAbsolutePath().normalize();
                boolean named = !path.isEmpty() && !path.endsWith("/") && absolute.getFileName() != null;
                return named ? Optional.of(new ExportTarget(type, absolute)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The file that Postfix opens. */
    Path file() {
        return path.resolveSibling(path.getFileName() + type.suffix());
    }

    /** The directory it is in. */
    Path directory() {
        return Optional.ofNullable(path.getParent()).orElse(Path.of("/"));
    }
}
