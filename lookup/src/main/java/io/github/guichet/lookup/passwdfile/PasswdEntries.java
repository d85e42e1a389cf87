package io.github.guichet.lookup.passwdfile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a whole file. */
final class PasswdEntries {

    /** A file of the wrong kind must not fill the log. */
    private static final int MOST_WARNINGS = 20;

    private PasswdEntries() {}

    /** The entries by user name, in the file's order. */
    static Map<String, PasswdEntry> read(byte[] file, UnixNames names, List<String> warnings) {
        Map<String, PasswdEntry> entries = new LinkedHashMap<>();
        // One character for each byte, so that a byte that is not UTF-8 spoils its own line only.
        String[] lines = new String(file, StandardCharsets.ISO_8859_1).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
            if (line.isEmpty() || line.charAt(0) == ':' || line.charAt(0) == '#') {
                continue;
            }
            try {
                int number = i + 1;
                add(entries, decoded(line), names).broken().ifPresent(b -> warn(warnings, number, b));
            } catch (PasswdEntry.BadLine e) {
                warn(warnings, i + 1, String.valueOf(e.getMessage()));
            }
        }
        return entries;
    }

    private static PasswdEntry add(Map<String, PasswdEntry> entries, String line, UnixNames names)
            throws PasswdEntry.BadLine {
        List<String> columns = List.of(line.split(":", -1));
        if (entries.containsKey(columns.get(0))) {
            throw new PasswdEntry.BadLine("a second line for this user");
        }
        PasswdEntry entry = PasswdEntry.of(columns, names);
        entries.put(columns.get(0), entry);
        return entry;
    }

    private static String decoded(String bytes) throws PasswdEntry.BadLine {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new PasswdEntry.BadLine("not UTF-8");
        }
    }

    /** Not the line itself: it holds a password. */
    private static void warn(List<String> warnings, int number, String what) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add("line " + number + " cannot be used: " + what);
        }
    }
}
