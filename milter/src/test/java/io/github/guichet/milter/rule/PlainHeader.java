package io.github.guichet.milter.rule;

import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.Modification;
import java.util.ArrayList;
import java.util.List;

/**
 * A header and what an MTA makes of changes, one after the other. Postfix counts the fields of a name anew after a removal; an MTA of the
 * other kind leaves a gap.
 */
final class PlainHeader {

    private record Line(String name, String value, boolean gone) {}

    private final boolean gaps;
    private final List<Line> lines = new ArrayList<>();

    /**
     * A header.
     *
     * @param gaps whether a removed field still counts
     * @param fields {@code name: value}
     */
    PlainHeader(boolean gaps, List<String> fields) {
        this.gaps = gaps;
        for (String field : fields) {
            lines.add(new Line(field.substring(0, field.indexOf(':')), field.substring(field.indexOf(':') + 2), false));
        }
    }

    PlainHeader apply(List<Modification> changes) {
        changes.forEach(this::apply);
        return this;
    }

    private void apply(Modification change) {
        if (change instanceof Modification.AddField add) {
            lines.add(line(add.name(), add.value()));
        } else if (change instanceof Modification.InsertField insert) {
            lines.add(Math.min(insert.position(), lines.size()), line(insert.name(), insert.value()));
        } else if (change instanceof Modification.ChangeField replace) {
            lines.set(find(replace.name(), replace.nth()), line(replace.name(), replace.value()));
        } else if (change instanceof Modification.DeleteField delete) {
            int at = find(delete.name(), delete.nth());
            if (gaps) {
                lines.set(at, new Line(lines.get(at).name(), "", true));
            } else {
                lines.remove(at);
            }
        } else {
            throw new AssertionError("not about a header: " + change);
        }
    }

    private static Line line(String name, FieldValue value) {
        return new Line(name, value.text(), false);
    }

    private int find(String name, int nth) {
        int left = nth;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).name().equalsIgnoreCase(name) && --left == 0) {
                return i;
            }
        }
        throw new AssertionError("there is no " + name + ": number " + nth);
    }

    List<String> fields() {
        return lines.stream()
                .filter(line -> !line.gone())
                .map(line -> line.name() + ": " + line.value())
                .toList();
    }
}
