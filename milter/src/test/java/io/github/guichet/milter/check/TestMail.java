package io.github.guichet.milter.check;

import io.github.guichet.milter.message.CollectedFields;
import io.github.guichet.milter.message.Fields;
import io.github.guichet.milter.rule.Check;
import io.github.guichet.milter.rule.MailMessage;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.IncomingField;
import io.github.guichet.milter.session.Modification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message with the facts, recipients and header that a test gives it. Knows no more of them than a check says that it needs.
 *
 * @param lines {@code Name: value}
 * @param count how many recipients came, or -1 for as many as are known
 * @param maxBytes how much of the header is held
 */
record TestMail(
        Map<String, String> facts,
        List<String> lines,
        List<String> recipients,
        int count,
        int maxBytes,
        Map<String, Fields> asked)
        implements MailMessage {

    static TestMail of(String... lines) {
        return new TestMail(Map.of(), List.of(lines), List.of(), -1, 100_000, Map.of());
    }

    TestMail with(String fact, String value) {
        Map<String, String> more = new LinkedHashMap<>(facts);
        more.put(fact, value);
        return new TestMail(more, lines, recipients, count, maxBytes, asked);
    }

    TestMail login(String login) {
        return with("sasl_username", login);
    }

    TestMail to(String... addresses) {
        return new TestMail(facts, lines, List.of(addresses), count, maxBytes, asked);
    }

    /** The same with recipients that nobody kept. */
    TestMail recipients(int all) {
        return new TestMail(facts, lines, recipients, all, maxBytes, asked);
    }

    TestMail holding(int bytes) {
        return new TestMail(facts, lines, recipients, count, bytes, asked);
    }

    /** What a check that needs no source says. */
    Verdict askedOf(Check check) {
        var verdict = check.check(knownTo(check));
        if (!verdict.isDone()) {
            throw new AssertionError("the check waits for something");
        }
        return verdict.join();
    }

    /** What is left of the message for a check, by its needs. */
    TestMail knownTo(Check check) {
        Map<String, String> needed = new LinkedHashMap<>(facts);
        needed.keySet().retainAll(check.needs().facts());
        if (facts.containsKey("sasl_username")) {
            needed.put("sasl_username", facts.get("sasl_username")); // the log needs it always
        }
        CollectedFields fields =
                new CollectedFields(check.needs().fields(), check.needs().counted(), maxBytes);
        lines.forEach(line -> fields.add(new Line(line)));
        boolean to = check.needs().recipients();
        return new TestMail(
                needed, lines, to ? recipients : List.of(), to ? count : 0, maxBytes, Map.of("fields", fields));
    }

    /** The header after the changes, made in order as Postfix makes them. */
    List<String> after(Verdict verdict) {
        List<String> changed = new ArrayList<>(lines);
        if (!(verdict instanceof Verdict.Change change)) {
            return changed;
        }
        for (Modification one : change.changes()) {
            if (one instanceof Modification.AddField add) {
                changed.add(line(add.name(), add.value()));
            } else if (one instanceof Modification.InsertField insert) {
                changed.add(insert.position(), line(insert.name(), insert.value()));
            } else if (one instanceof Modification.ChangeField replace) {
                changed.set(find(changed, replace.name(), replace.nth()), line(replace.name(), replace.value()));
            } else if (one instanceof Modification.DeleteField delete) {
                changed.remove(find(changed, delete.name(), delete.nth()));
            } else {
                throw new AssertionError("no check of a header does " + one);
            }
        }
        return changed;
    }

    private static String line(String name, FieldValue value) {
        return name + ": " + value.text();
    }

    private static int find(List<String> lines, String name, int nth) {
        int left = nth;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).regionMatches(true, 0, name + ":", 0, name.length() + 1) && --left == 0) {
                return i;
            }
        }
        throw new AssertionError("there is no " + name + ": number " + nth);
    }

    @Override
    public String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    @Override
    public int recipientCount() {
        return count < 0 ? recipients.size() : count;
    }

    @Override
    public Fields fields() {
        Fields fields = asked.get("fields");
        if (fields == null) {
            throw new AssertionError("the message was not prepared for a check");
        }
        return fields;
    }

    /** A field as an MTA tells it. */
    private record Line(String text) implements IncomingField {

        @Override
        public String name() {
            return text.substring(0, text.indexOf(':'));
        }

        @Override
        public int length() {
            return value().length;
        }

        @Override
        public byte[] value() {
            return FieldValue.of(text.substring(text.indexOf(':') + 2)).bytes();
        }
    }
}
