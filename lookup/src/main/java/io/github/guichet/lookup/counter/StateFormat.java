package io.github.guichet.lookup.counter;

import io.github.guichet.lookup.counter.MemoryMarks.Mark;
import io.github.guichet.lookup.counter.MemoryMarks.MarkKey;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of the file of counters and marks: magic and version (8 bytes), the machine's time and by how much the store's was ahead
 * of it (8 each, milliseconds), then entries that begin with their kind (1), then {@link #END} and the number of entries (4), and at
 * last the SHA-256 of all that (32). Within entries, a number has 7 bits a byte, the lowest first, and a text is its length in bytes
 * and UTF-8. A part of a window is written as its distance from the one before, so that most take two bytes.
 */
final class StateFormat {

    /** "gcounts" and the version of the format. */
    static final long MAGIC = 0x67636f75_6e747301L;

    private static final int END = 0;
    private static final int SUBJECT = 1;
    private static final int RAISE = 2;
    private static final int MARK = 3;
    private static final int LONGEST_TEXT = 1 << 16;

    /** Is given the entries while they are read. */
    interface Reader {
        void subject(CounterKey key, SubjectCounts subject);

        void raise(Raise raise);

        void mark(MarkKey key, Mark mark);
    }

    private StateFormat() {}

    static void writeHeader(DataOutputStream out, long wall, long ahead) throws IOException {
        out.writeLong(MAGIC);
        out.writeLong(wall);
        out.writeLong(ahead);
    }

    /** Writes a subject; its lock is held. */
    static void write(DataOutputStream out, CounterKey key, SubjectCounts subject) throws IOException {
        out.write(SUBJECT);
        text(out, key.counter());
        text(out, key.subject());
        number(out, Math.max(0, subject.overUntil()));
        number(out, subject.windows().size());
        for (WindowCounts window : subject.windows()) {
            number(out, window.millis());
            number(out, window.most());
            number(out, window.size());
            long before = 0;
            for (int i = 0; i < window.size(); i++) {
                number(out, window.partAt(i) - before);
                number(out, window.countAt(i));
                before = window.partAt(i);
            }
        }
    }

    static void write(DataOutputStream out, Raise raise) throws IOException {
        out.write(RAISE);
        text(out, raise.key().counter());
        text(out, raise.key().subject());
        number(out, raise.until().toEpochMilli());
        number(out, raise.limits().size());
        for (Limit limit : raise.limits()) {
            number(out, limit.most());
            number(out, limit.window().toMillis());
        }
    }

    static void write(DataOutputStream out, MarkKey key, Mark mark) throws IOException {
        out.write(MARK);
        text(out, key.space());
        text(out, key.key());
        number(out, mark.first());
        number(out, mark.last());
        number(out, mark.count());
        number(out, mark.keep());
    }

    static void writeEnd(DataOutputStream out, int entries) throws IOException {
        out.write(END);
        out.writeInt(entries);
    }

    /**
     * Reads a file whose checksum was found right.
     *
     * @param now the time of the machine, which is that of the new store
     * @throws IOException when it does not follow the format all the same
     */
    static void read(DataInputStream in, long now, Reader reader) throws IOException {
        if (in.readLong() != MAGIC) {
            throw new IOException("it has another format");
        }
        long wall = in.readLong();
        // With a clock that was set back meanwhile, no time has passed.
        long shift = in.readLong() + Math.max(0, wall - now);
        int entries = 0;
        for (int kind = in.readUnsignedByte(); kind != END; kind = in.readUnsignedByte()) {
            switch (kind) {
                case SUBJECT -> readSubject(in, shift, now, reader);
                case RAISE -> reader.raise(readRaise(in));
                case MARK -> reader.mark(new MarkKey(text(in), text(in)), readMark(in, now));
                default -> throw new IOException("an entry of the unknown kind " + kind);
            }
            entries++;
        }
        if (in.readInt() != entries) {
            throw new IOException("the number of entries is wrong");
        }
    }

    private static void readSubject(DataInputStream in, long shift, long now, Reader reader) throws IOException {
        CounterKey key = new CounterKey(text(in), text(in));
        SubjectCounts subject = new SubjectCounts();
        synchronized (subject) {
            subject.restoreOverUntil(number(in) - shift);
            int windows = count(in, SubjectCounts.MOST_WINDOWS);
            for (int i = 0; i < windows; i++) {
                subject.restore(readWindow(in, shift, now));
            }
            if (subject.empty()) {
                return;
            }
        }
        reader.subject(key, subject);
    }

    private static WindowCounts readWindow(DataInputStream in, long shift, long now) throws IOException {
        long millis = number(in);
        if (millis < 1000 || millis > Limit.LONGEST.toMillis()) {
            throw new IOException("a window of " + millis + " ms");
        }
        WindowCounts window = new WindowCounts(millis);
        window.most(number(in));
        int parts = count(in, WindowCounts.PARTS + 1);
        long part = 0;
        for (int i = 0; i < parts; i++) {
            part += number(in);
            // The last moment of the part, or now: never so that it leaves the window early.
            long at = WindowCounts.start(part + 1, millis) - 1 - shift;
            window.restore(Math.min(now, at), number(in), now);
        }
        return window;
    }

    private static Raise readRaise(DataInputStream in) throws IOException {
        CounterKey key = new CounterKey(text(in), text(in));
        Instant until = Instant.ofEpochMilli(number(in));
        int count = count(in, Limits.MOST);
        List<Limit> limits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            limits.add(new Limit(number(in), Duration.ofMillis(number(in))));
        }
        return new Raise(key, limits, until);
    }

    private static Mark readMark(DataInputStream in, long now) throws IOException {
        return new Mark(Math.min(now, number(in)), Math.min(now, number(in)), number(in), number(in));
    }

    private static int count(DataInputStream in, int most) throws IOException {
        long count = number(in);
        if (count > most) {
            throw new IOException(count + " where at most " + most + " can be");
        }
        return (int) count;
    }

    private static void number(DataOutputStream out, long value) throws IOException {
        long left = value;
        while (left > 0x7f) {
            out.write((int) (left & 0x7f) | 0x80);
            left >>>= 7;
        }
        out.write((int) left);
    }

    private static long number(DataInputStream in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = in.readUnsignedByte();
            value |= (long) (next & 0x7f) << shift;
            if (next <= 0x7f) {
                return value;
            }
        }
        throw new IOException("a number that is too large");
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] bytes = new byte[count(in, LONGEST_TEXT)];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
