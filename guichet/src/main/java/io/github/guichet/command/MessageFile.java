package io.github.guichet.command;

import io.github.guichet.milter.session.FieldValue;
import io.github.guichet.milter.session.IncomingField;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The header of a message in a file (RFC 5322), as Postfix would pass it on: lines end with LF or CR LF; the line {@code From } of a mailbox
 * file is left out; the header ends with an empty line, with the file, or before the first line that cannot be part of it. The body is not read.
 *
 * @param fields in order
 */
record MessageFile(List<HeaderLine> fields) {

    /** More than any MTA takes, and little enough to be held. */
    static final int MOST_BYTES = 16 * 1024 * 1024;

    /**
     * A field.
     *
     * @param name as written, without white space before the colon
     * @param content without the one space behind the colon; lines end with LF
     */
    record HeaderLine(String name, FieldValue content) implements IncomingField {

        @Override
        public int length() {
            return content.length();
        }

        @Override
        public byte[] value() {
            return content.bytes();
        }
    }

    /** Keeps a copy. */
    MessageFile {
        fields = List.copyOf(fields);
    }

    /**
     * Reads a header.
     *
     * @throws IOException when the stream cannot be read, or begins with more header than anybody takes
     */
    static MessageFile read(InputStream stream) throws IOException {
        InputStream in = new BufferedInputStream(stream);
        List<HeaderLine> fields = new ArrayList<>();
        ByteArrayOutputStream begun = new ByteArrayOutputStream();
        int left = MOST_BYTES;
        byte[] line = line(in, left);
        if (startsWith(line, "From ") && colon(line) == 0) {
            line = line(in, left);
        }
        while (line.length > 0 && (isFolded(line) ? begun.size() > 0 : colon(line) > 0)) {
            left -= line.length + 1;
            if (isFolded(line)) {
                begun.write('\n');
            } else {
                end(begun, fields);
            }
            begun.writeBytes(line);
            line = line(in, left);
        }
        end(begun, fields);
        return new MessageFile(fields);
    }

    /** A line without its end; empty at the end of the file, too, where a header ends as well. */
    private static byte[] line(InputStream in, int most) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            if (line.size() > most) {
                throw new IOException("the header is larger than " + MOST_BYTES + " bytes");
            }
            next = in.read();
        }
        byte[] bytes = untilNul(line.toByteArray());
        boolean carriageReturn = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        return carriageReturn ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    /** Postfix loses what stands behind a NUL in a line of the header. */
    private static byte[] untilNul(byte[] line) {
        int end = 0;
        while (end < line.length && line[end] != 0) {
            end++;
        }
        return end == line.length ? line : Arrays.copyOf(line, end);
    }

    private static boolean startsWith(byte[] line, String text) {
        return new String(line, 0, Math.min(line.length, text.length()), StandardCharsets.ISO_8859_1).equals(text);
    }

    private static boolean isFolded(byte[] line) {
        return line[0] == ' ' || line[0] == '\t';
    }

    /** Where the name of a field ends; 0 if the line begins none. Some write white space before the colon (RFC 5322, 4.5). */
    private static int colon(byte[] line) {
        int at = 0;
        while (at < line.length && line[at] > ' ' && line[at] < 0x7f && line[at] != ':') {
            at++;
        }
        int blank = at;
        while (blank < line.length && (line[blank] == ' ' || line[blank] == '\t')) {
            blank++;
        }
        return blank < line.length && line[blank] == ':' && at > 0 ? blank : 0;
    }

    private static void end(ByteArrayOutputStream begun, List<HeaderLine> fields) {
        byte[] field = begun.toByteArray();
        begun.reset();
        if (field.length > 0) {
            int colon = colon(field);
            int from = colon + 1 < field.length && field[colon + 1] == ' ' ? colon + 2 : colon + 1;
            fields.add(new HeaderLine(
                    new String(field, 0, colon, StandardCharsets.US_ASCII).strip(),
                    FieldValue.of(Arrays.copyOfRange(field, from, field.length))));
        }
    }
}
