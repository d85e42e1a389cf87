package io.github.guichet.milter.check;

import io.github.guichet.milter.message.CollectedFields;
import io.github.guichet.milter.message.Fields;
import io.github.guichet.milter.rule.MailMessage;
import io.github.guichet.milter.session.IncomingField;
import io.github.guichet.milter.session.Modification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A message made of header fields as they are written, {@code From: x}, as it comes from somebody who logged in, or nobody. */
record RawMessage(Map<String, String> facts, List<Line> lines, int maxBytes) implements MailMessage {

    /** A field: the name, and its value as bytes that are read as ISO 8859-1. */
    record Line(String name, String bytes) {}

    private static final Set<String> WANTED = Set.of("from", "sender", "reply-to", "resent-from", "resent-sender");

    /** A message of somebody who logged in; lines in UTF-8. */
    static RawMessage of(String login, String... lines) {
        List<Line> read = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1);
            read.add(line(line.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value));
        }
        return of(login, read);
    }

    /** The same of fields in bytes. */
    static RawMessage of(String login, List<Line> lines) {
        return new RawMessage(Map.of("sasl_username", login), lines, 100_000);
    }

    private static Line line(String name, String utf8) {
        return new Line(name, new String(utf8.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    /** The same with room for fewer bytes. */
    RawMessage holding(int bytes) {
        return new RawMessage(facts, lines, bytes);
    }

    /** The message after changes, made as an MTA makes them. */
    RawMessage after(List<Modification> changes) {
        List<Line> changed = new ArrayList<>(lines);
        for (Modification change : changes) {
            if (change instanceof Modification.AddField add) {
                changed.add(new Line(add.name(), latin1(add.value().bytes())));
            } else if (change instanceof Modification.ChangeField replace) {
                changed.set(
                        find(changed, replace.name(), replace.nth()),
                        new Line(replace.name(), latin1(replace.value().bytes())));
            } else if (change instanceof Modification.DeleteField delete) {
                changed.remove(find(changed, delete.name(), delete.nth()));
            } else {
                throw new AssertionError("no check of a header does " + change);
            }
        }
        return new RawMessage(facts, changed, maxBytes);
    }

    private static int find(List<Line> lines, String name, int nth) {
        int left = nth;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).name().equalsIgnoreCase(name) && --left == 0) {
                return i;
            }
        }
        throw new AssertionError("there is no " + name + ": number " + nth);
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The values of a name, decoded as UTF-8. */
    List<String> values(String name) {
        return lines.stream()
                .filter(line -> line.name().equalsIgnoreCase(name))
                .map(line -> new String(line.bytes().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public Fields fields() {
        CollectedFields fields = new CollectedFields(WANTED, Set.of(), maxBytes);
        lines.forEach(line -> fields.add(new IncomingField() {
            @Override
            public String name() {
                return line.name();
            }

            @Override
            public int length() {
                return line.bytes().length();
            }

            @Override
            public byte[] value() {
                return line.bytes().getBytes(StandardCharsets.ISO_8859_1);
            }
        }));
        return fields;
    }

    @Override
    public List<String> recipients() {
        return List.of();
    }

    @Override
    public int recipientCount() {
        return 0;
    }

    @Override
    public String fact(String name) {
        return facts.getOrDefault(name, "");
    }
}
