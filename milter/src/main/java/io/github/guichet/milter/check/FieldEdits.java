package io.github.guichet.milter.check;

import io.github.guichet.milter.message.Fields;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.Modification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What is to be done to the header of one message. Of what is said of one name the last counts, and what is added comes on top of it. */
final class FieldEdits {

    /**
     * What is left of all fields of a name.
     *
     * @param value of the one that is left; empty = none
     */
    private record Edit(String name, String value) {}

    private final Fields fields;
    private final Map<String, Edit> edits = new LinkedHashMap<>();
    private final List<Edit> additions = new ArrayList<>();

    FieldEdits(Fields fields) {
        this.fields = fields;
    }

    /** Removes all fields of a name. */
    void remove(String name) {
        edits.put(key(name), new Edit(name, ""));
    }

    /** Has one field of a name, with this value; none if the value is blank. */
    void set(String name, String text) {
        edits.put(key(name), new Edit(name, FoldedText.of(name, text)));
    }

    /** Adds a field, unless its value is blank. */
    void add(String name, String text) {
        String value = FoldedText.of(name, text);
        if (!value.isEmpty()) {
            additions.add(new Edit(name, value));
        }
    }

    /** All of it. */
    CompletableFuture<Verdict> verdict() {
        List<Modification> changes = new ArrayList<>();
        List<String> done = new ArrayList<>();
        List<Edit> added = new ArrayList<>();
        edits.forEach((key, edit) -> {
            int count = fields.count(key);
            if (count > 0 && edit.value().isEmpty()) {
                FieldRemoval.add(changes, edit.name(), count, Set.of());
                done.add("removed " + edit.name());
            } else if (count > 0) {
                FieldRemoval.add(changes, edit.name(), count, Set.of(1));
                changes.add(new Modification.ChangeField(edit.name(), 1, FieldValue.of(edit.value())));
                done.add("set " + edit.name());
            } else if (!edit.value().isEmpty()) {
                added.add(edit);
            }
        });
        added.addAll(additions);
        for (Edit edit : added) {
            changes.add(new Modification.AddField(edit.name(), FieldValue.of(edit.value())));
            done.add("added " + edit.name());
        }
        return changes.isEmpty()
                ? Verdict.PASSED
                : CompletableFuture.completedFuture(new Verdict.Change(changes, String.join(", ", done)));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
