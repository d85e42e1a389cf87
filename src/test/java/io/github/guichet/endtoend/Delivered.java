package io.github.guichet.endtoend;

import java.util.ArrayList;
import java.util.List;

/**
 * A message as it was delivered.
 *
 * @param fields its header fields in order, with the line feeds within them
 * @param body lines end with a line feed
 */
record Delivered(List<String> fields, String body) {

    /** Takes a message apart; its lines end with a line feed. */
    static Delivered of(String message) {
        int end = message.indexOf("\n\n");
        List<String> fields = new ArrayList<>();
        for (String line : message.substring(0, end).split("\n", -1)) {
            if (line.startsWith(" ") || line.startsWith("\t")) {
                fields.add(fields.remove(fields.size() - 1) + "\n" + line);
            } else {
                fields.add(line);
            }
        }
        return new Delivered(fields, message.substring(end + 2));
    }

    /** The values of all fields of a name, in order, without the space behind the colon. */
    List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(field -> field.substring(name.length() + 1).stripLeading())
                .toList();
    }

    /** The value of the only field of a name. */
    String value(String name) {
        List<String> values = values(name);
        if (values.size() != 1) {
            throw new AssertionError("one " + name + ": is expected in\n" + String.join("\n", fields));
        }
        return values.get(0);
    }

    /** The names of all fields, in order. */
    List<String> names() {
        return fields.stream()
                .map(field -> field.substring(0, field.indexOf(':')))
                .toList();
    }
}
