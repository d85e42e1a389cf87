package io.github.guichet.milter.message;

import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.IncomingField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link Fields} as they come. A field that nobody asked for costs a comparison of lengths; of a wanted one the value is copied, until a
 * limit is reached. Used by one thread at a time, for one message after the other.
 */
public final class CollectedFields implements Fields {

    /** How many fields of wanted names are held; the 24 of a long way through many hosts are far below. */
    static final int MAX_FIELDS = 1000;

    /** A wanted name and what came of it. */
    private static final class Wanted {

        private final String name;
        private final List<Field> fields = new ArrayList<>(1);
        private int count;

        Wanted(String name) {
            this.name = name;
        }
    }

    /** By the length of the name: nearly every field that is not wanted is known by it alone. */
    private final List<List<Wanted>> byLength = new ArrayList<>();

    private final int maxBytes;
    private int bytes;
    private int held;
    private int index;
    private boolean incomplete;

    /**
     * @param wanted names whose fields are counted and held; in any case
     * @param maxBytes how many bytes of values are held for one message
     */
    public CollectedFields(Collection<String> wanted, int maxBytes) {
        this.maxBytes = maxBytes;
        for (String name : wanted) {
            while (byLength.size() <= name.length()) {
                byLength.add(new ArrayList<>(0));
            }
            if (find(name, name.length()) == null) {
                byLength.get(name.length()).add(new Wanted(name));
            }
        }
    }

    /** Takes the next field of the message; its value is read only if it is wanted and there is room. */
    public void add(IncomingField field) {
        index++;
        String name = field.name();
        int nameLength = lengthOfName(name);
        Wanted wanted = find(name, nameLength);
        if (wanted == null) {
            return;
        }
        wanted.count++;
        int length = field.length();
        if (length > maxBytes - bytes || held == MAX_FIELDS) {
            incomplete = true;
            return;
        }
        bytes += length;
        held++;
        FieldValue value = FieldValue.of(withoutCarriageReturns(field.value()));
        wanted.fields.add(new Field(name.substring(0, nameLength), wanted.count, index, value));
    }

    /** Forgets the message. */
    public void clear() {
        for (List<Wanted> names : byLength) {
            for (Wanted wanted : names) {
                wanted.fields.clear();
                wanted.count = 0;
            }
        }
        bytes = 0;
        held = 0;
        index = 0;
        incomplete = false;
    }

    @Override
    public List<Field> named(String name) {
        Wanted wanted = find(name, name.length());
        return wanted == null ? List.of() : List.copyOf(wanted.fields);
    }

    @Override
    public int count(String name) {
        Wanted wanted = find(name, name.length());
        return wanted == null ? 0 : wanted.count;
    }

    @Override
    public boolean incomplete() {
        return incomplete;
    }

    private @Nullable Wanted find(String name, int length) {
        if (length >= byLength.size()) {
            return null;
        }
        for (Wanted wanted : byLength.get(length)) {
            if (wanted.name.regionMatches(true, 0, name, 0, length)) {
                return wanted;
            }
        }
        return null;
    }

    /** "From :" is a From: too (RFC 5322, 4.5), to an MTA that passes the space on. */
    private static int lengthOfName(String name) {
        int length = name.length();
        while (length > 0 && name.charAt(length - 1) <= ' ') {
            length--;
        }
        return length;
    }

    /** An MTA may fold with CR LF or with LF. Any other CR is part of the value. */
    private static byte[] withoutCarriageReturns(byte[] value) {
        int to = 0;
        for (int from = 0; from < value.length; from++) {
            if (value[from] != '\r' || from + 1 == value.length || value[from + 1] != '\n') {
                value[to++] = value[from];
            }
        }
        return to == value.length ? value : Arrays.copyOf(value, to);
    }
}
