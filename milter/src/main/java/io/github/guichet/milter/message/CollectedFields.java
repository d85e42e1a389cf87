package io.github.guichet.milter.message;

import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.IncomingField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link Fields} of one message as they come. A field that nobody asked for costs a comparison of lengths; of one that is to be held the
 * value is copied, until a limit is reached. Used by one thread at a time.
 */
public final class CollectedFields implements Fields {

    /** How many fields are held; the 24 of a long way through many hosts are far below. */
    static final int MAX_FIELDS = 1000;

    /** A wanted name and what came of it. */
    private static final class Wanted {

        private final String name;
        private final boolean toHold;
        private final List<Field> fields = new ArrayList<>(1);
        private int count;

        Wanted(String name, boolean toHold) {
            this.name = name;
            this.toHold = toHold;
        }
    }

    /** By the length of the name: nearly every field that is not wanted is known by it alone. */
    private final List<List<Wanted>> byLength = new ArrayList<>();

    private final int maxBytes;
    private int bytes;
    private int held;
    private int index;

    /**
     * @param held names whose fields are counted and held; in any case
     * @param counted names whose fields are counted; one that is in both is held
     * @param maxBytes how many bytes of values are held
     */
    public CollectedFields(Collection<String> held, Collection<String> counted, int maxBytes) {
        this.maxBytes = maxBytes;
        held.forEach(name -> want(name, true));
        counted.forEach(name -> want(name, false));
    }

    private void want(String name, boolean toHold) {
        while (byLength.size() <= name.length()) {
            byLength.add(new ArrayList<>(0));
        }
        if (find(name, name.length()) == null) {
            byLength.get(name.length()).add(new Wanted(name, toHold));
        }
    }

    /** Takes the next field of the message; its value is read only if it is to be held and there is room. */
    public void add(IncomingField field) {
        index++;
        String name = field.name();
        int nameLength = lengthOfName(name);
        Wanted wanted = find(name, nameLength);
        if (wanted == null) {
            return;
        }
        wanted.count++;
        if (!wanted.toHold) {
            return;
        }
        int length = field.length();
        if (length > maxBytes - bytes || held == MAX_FIELDS) {
            return; // there is one more than is held
        }
        bytes += length;
        held++;
        FieldValue value = FieldValue.of(withoutCarriageReturns(field.value()));
        wanted.fields.add(new Field(name.substring(0, nameLength), wanted.count, index, value));
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
    public boolean incomplete(String name) {
        Wanted wanted = find(name, name.length());
        return wanted == null || wanted.fields.size() < wanted.count;
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
