package io.github.guichet.log;

/**
 * An event as one JSON object (RFC 8259), in ASCII, so that it is the same in every locale: {@code time}, {@code priority}, {@code
 * level}, {@code area}; then {@code event} and a string for each of its fields, or {@code message}; {@code repeated} if others like it
 * were left out; {@code trace} if something was thrown.
 */
final class JsonLine {

    private static final int LONGEST = 2000;

    private JsonLine() {}

    static String of(Stderr reader, LogEntry entry) {
        StringBuilder json =
                new StringBuilder(reader == Stderr.JOURNAL ? "<" + entry.level().priority() + ">" : "");
        json.append("{\"time\":\"").append(Times.whole(entry.time())).append('"');
        json.append(",\"priority\":").append(entry.level().priority());
        member(json, "level", entry.level().word());
        member(json, "area", entry.area().word());
        LogEvent event = entry.event();
        if (event.fields().isEmpty()) {
            member(json, "message", event.sentence());
        } else {
            member(json, "event", event.kind());
            event.fields().forEach(field -> member(json, field.name().word(), field.value()));
        }
        if (event.more() > 0) {
            json.append(",\"repeated\":").append(event.more());
        }
        if (!entry.trace().isEmpty()) {
            member(json, "trace", entry.trace());
        }
        return json.append('}').toString();
    }

    private static void member(StringBuilder json, String name, String value) {
        json.append(",\"").append(name).append("\":\"");
        int end = Math.min(value.length(), LONGEST);
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                json.append(c);
            } else {
                json.append(String.format("\\u%04x", (int) c));
            }
        }
        json.append(value.length() > LONGEST ? " ...\"" : "\"");
    }
}
