package io.github.guichet.milter.wire;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What an MTA says, byte by byte, and how it reads what a filter answers: written down again for the tests, from the protocol. */
final class Mta {

    /** What Postfix 3.7 and 3.10 offer. */
    static final byte[] POSTFIX_OFFER = options(6, 0x1ff, 0x1fffff);

    private Mta() {}

    /**
     * A packet.
     *
     * @param data strings, which get their NUL; characters and bytes, as one byte; shorts and integers, as many as they have; arrays
     */
    static byte[] packet(char command, Object... data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            for (Object part : data) {
                if (part instanceof String text) {
                    out.write(text.getBytes(StandardCharsets.UTF_8));
                    out.writeByte(0);
                } else if (part instanceof Character one) {
                    out.writeByte(one);
                } else if (part instanceof Short two) {
                    out.writeShort(two);
                } else if (part instanceof Integer four) {
                    out.writeInt(four);
                } else {
                    out.write((byte[]) part);
                }
            }
            ByteArrayOutputStream framed = new ByteArrayOutputStream();
            DataOutputStream frame = new DataOutputStream(framed);
            frame.writeInt(bytes.size() + 1);
            frame.writeByte(command);
            bytes.writeTo(frame);
            return framed.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] options(int version, int actions, int steps) {
        return packet('O', version, actions, steps);
    }

    static byte[] connect(String name, String address) {
        return packet('C', name, '4', (short) 2525, address);
    }

    static byte[] all(byte[]... packets) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            all.writeBytes(packet);
        }
        return all.toByteArray();
    }

    /** A field of the header. */
    static byte[] header(String name, String value) {
        return packet('L', name, value);
    }

    /**
     * Reads what a filter says, one text a packet: the code, then what belongs to it, numbers in decimal, strings with a bar in place
     * of their NUL.
     */
    static List<String> read(ByteBuf in) {
        List<String> all = new ArrayList<>();
        while (in.isReadable()) {
            byte[] packet = new byte[in.readInt()];
            in.readBytes(packet);
            ByteBuffer data = ByteBuffer.wrap(packet);
            StringBuilder text = new StringBuilder().append((char) data.get());
            switch (text.charAt(0)) {
                case 'O' -> {
                    text.append(' ').append(data.getInt());
                    text.append(String.format(" %x %x", data.getInt(), data.getInt()));
                    while (data.hasRemaining()) {
                        text.append(' ').append(data.getInt()).append('=').append(string(data));
                    }
                }
                case 'i', 'm' -> {
                    text.append(' ').append(data.getInt());
                    strings(data, text);
                }
                case 'b' -> text.append(' ').append(StandardCharsets.ISO_8859_1.decode(data));
                case 'c', 'a', 'r', 't', 'd', 's', 'p', '4' -> {
                    if (data.hasRemaining()) {
                        throw new AssertionError("data behind " + text);
                    }
                }
                case 'h', '+', '2', '-', 'e', 'q', 'y' -> strings(data, text);
                default -> throw new AssertionError("an unknown reply: " + text);
            }
            all.add(text.toString());
        }
        return all;
    }

    private static void strings(ByteBuffer data, StringBuilder text) {
        text.append(' ');
        while (data.hasRemaining()) {
            text.append(string(data)).append('|');
        }
    }

    private static String string(ByteBuffer data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte b = data.get(); b != 0; b = data.get()) {
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A message from MAIL to its end. */
    static byte[] message(String sender) {
        return all(
                packet('D', 'M', "{auth_authen}", "ann"),
                packet('M', "<" + sender + ">", "SIZE=123", "BODY=8BITMIME"),
                packet('R', "<box@vbox.example>"),
                packet('T'),
                header("Subject", "a\n b"),
                packet('N'),
                packet('B', "body\r\n".getBytes(StandardCharsets.US_ASCII)),
                packet('E'));
    }
}
