package io.github.guichet.command;

import io.github.guichet.log.Printable;
import io.github.guichet.milter.session.Modification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows how a header would change: a line {@code -} for what goes and {@code +} for what comes, in the order of the header. */
final class HeaderChanges {

    private record Place(String name, int nth) {}

    private final Map<Place, Modification> replaced = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    private HeaderChanges() {}

    /**
     * The lines.
     *
     * @param changes as the MTA would be told them; those that are not about the header are left out
     */
    static List<String> of(MessageFile message, List<Modification> changes) {
        HeaderChanges shown = new HeaderChanges();
        shown.show(message, changes);
        return shown.lines;
    }

    private void show(MessageFile message, List<Modification> changes) {
        for (Modification change : changes) {
            if (change instanceof Modification.InsertField field) {
                // Of several at one position the last one that is inserted comes to stand above the others.
                List<String> above = new ArrayList<>(lines);
                lines.clear();
                add('+', field.name(), field.value().text());
                lines.addAll(above);
            } else if (change instanceof Modification.ChangeField field) {
                replaced.put(place(field.name(), field.nth()), change);
            } else if (change instanceof Modification.DeleteField field) {
                replaced.put(place(field.name(), field.nth()), change);
            }
        }
        Map<String, Integer> counts = new HashMap<>();
        for (MessageFile.HeaderLine field : message.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            int nth = counts.merge(name, 1, Integer::sum);
            Modification change = replaced.get(new Place(name, nth));
            if (change != null) {
                add('-', field.name(), field.content().text());
            }
            if (change instanceof Modification.ChangeField changed) {
                add('+', changed.name(), changed.value().text());
            }
        }
        for (Modification change : changes) {
            if (change instanceof Modification.AddField field) {
                add('+', field.name(), field.value().text());
            }
        }
    }

    private static Place place(String name, int nth) {
        return new Place(name.toLowerCase(Locale.ROOT), nth);
    }

    private void add(char sign, String name, String value) {
        String before = name + ": ";
        for (String line : value.split("\r?\n", -1)) {
            lines.add(sign + " " + Printable.clipped(before + line.replace('\t', ' ')));
            before = "";
        }
    }
}
