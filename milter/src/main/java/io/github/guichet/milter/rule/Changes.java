package io.github.guichet.milter.rule;

import io.github.guichet.milter.session.Modification;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The changes that several rules make to one message, as one list that means the same to every MTA. Each rule says what it changes of
 * the message as it came, and sees nothing of what others change:
 *
 * <ul>
 *   <li>a field that one rule removes is gone, whatever others make of it; of two values the later rule's holds; one without a value
 *       is removed;
 *   <li>inserted fields stand at their position with that of the first rule on top; added ones stand at the end, in the order of the
 *       rules;
 *   <li>the envelope's sender and the body are those of the last rule that changes them;
 *   <li>a message that is held is so for the reason of the first rule.
 * </ul>
 *
 * <p>Order: values first, because they move nothing; then removals, of one name the last first, because MTAs differ in whether the rest
 * is counted anew; then insertions from the bottom to the top, which moves only what is already done; then the rest.
 */
final class Changes {

    private record Key(String name, int nth) {}

    private final Map<Key, Modification.ChangeField> values = new LinkedHashMap<>();
    private final Map<Key, Modification.DeleteField> removed = new LinkedHashMap<>();
    private final List<Modification.InsertField> inserted = new ArrayList<>();
    private final List<Modification> others = new ArrayList<>();
    private final Set<Modification> seen = new HashSet<>();
    private Optional<Modification> sender = Optional.empty();
    private Optional<Modification> body = Optional.empty();
    private Optional<Modification> held = Optional.empty();
    private boolean empty = true;

    boolean isEmpty() {
        return empty;
    }

    /** Takes those of the next rule. */
    void add(List<Modification> changes) {
        changes.forEach(this::add);
    }

    private void add(Modification change) {
        empty = false;
        if (change instanceof Modification.ChangeField field) {
            changeField(field);
        } else if (change instanceof Modification.DeleteField field) {
            removed.put(key(field.name(), field.nth()), field);
        } else if (change instanceof Modification.InsertField field) {
            inserted.add(field);
        } else if (change instanceof Modification.ChangeSender) {
            sender = Optional.of(change);
        } else if (change instanceof Modification.ReplaceBody) {
            body = Optional.of(change);
        } else if (change instanceof Modification.Quarantine) {
            held = held.isPresent() ? held : Optional.of(change);
        } else if (change instanceof Modification.AddField || seen.add(change)) {
            others.add(change);
        }
    }

    /** On the wire a value of no bytes removes the field, so it must come where removals do. */
    private void changeField(Modification.ChangeField field) {
        Key key = key(field.name(), field.nth());
        if (field.value().length() == 0) {
            removed.put(key, new Modification.DeleteField(field.name(), field.nth()));
        } else {
            values.put(key, field);
        }
    }

    /** MTAs take the 0th for the first. */
    private static Key key(String name, int nth) {
        return new Key(name.toLowerCase(Locale.ROOT), Math.max(1, nth));
    }

    /** All of them. */
    List<Modification> inOrder() {
        List<Modification> all = new ArrayList<>();
        values.forEach((key, field) -> {
            if (!removed.containsKey(key)) {
                all.add(field);
            }
        });
        removed.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getKey().nth()))
                .forEach(entry -> all.add(entry.getValue()));
        List<Modification.InsertField> bottomUp = new ArrayList<>(inserted);
        Collections.reverse(bottomUp);
        bottomUp.sort(Comparator.comparing(field -> -field.position()));
        all.addAll(bottomUp);
        all.addAll(others);
        sender.ifPresent(all::add);
        body.ifPresent(all::add);
        held.ifPresent(all::add);
        return all;
    }
}
