package io.github.guichet.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The MTA's side of the milter protocol, as Postfix 3.10 speaks it: one connection, one message after the other. Not thread-safe. */
final class MilterPeer implements AutoCloseable {

    private static final int ALL_ACTIONS = 0x1ff;
    private static final int ALL_STEPS = 0x1fffff;

    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final int steps;

    private MilterPeer(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.in = new DataInputStream(Channels.newInputStream(channel));
        this.out = new DataOutputStream(Channels.newOutputStream(channel));
        ByteBuffer offer = ByteBuffer.allocate(12).putInt(6).putInt(ALL_ACTIONS).putInt(ALL_STEPS);
        say('O', offer.array());
        ByteBuffer answer = ByteBuffer.wrap(packet());
        if (answer.get() != 'O') {
            throw new IOException("no answer to the offer");
        }
        answer.getInt();
        answer.getInt();
        this.steps = answer.getInt();
        step('C', 0x1, 0x1000, text("client.test"), new byte[] {'4', 9, 29}, text("198.51.100.7"));
        step('H', 0x2, 0x2000, text("client.test"));
    }

    /** Connects, negotiates and introduces a client. */
    static MilterPeer unix(Path socket) throws IOException {
        return new MilterPeer(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /**
     * One message of somebody who has logged in.
     *
     * @return all that is said to its end: each packet's letter and its strings, with bars between them
     */
    String message(String login) throws IOException {
        say('D', new byte[] {'M'}, text("{auth_authen}", login));
        step('M', 0x4, 0x4000, text("<" + login + ">"));
        step('R', 0x8, 0x8000, text("<bob@guichet.test>"));
        step('T', 0x200, 0x10000);
        step('L', 0x20, 0x80, text("From", login));
        step('L', 0x20, 0x80, text("Subject", "hello"));
        step('N', 0x40, 0x40000);
        step('B', 0x10, 0x80000, "hello\r\n".getBytes(StandardCharsets.US_ASCII));
        say('E');
        StringBuilder said = new StringBuilder();
        while (true) {
            byte[] packet = packet();
            char code = (char) packet[0];
            // A number that says where precedes the name of a field that is inserted or changed.
            int from = code == 'i' || code == 'm' ? 5 : 1;
            said.append(code)
                    .append(new String(packet, from, packet.length - from, StandardCharsets.UTF_8).replace('\0', '|'))
                    .append(' ');
            if ("catrd4y".indexOf(code) >= 0) {
                return said.toString();
            }
        }
    }

    /** Says something, unless the filter does not want to hear it, and hears its answer, if it gives one. */
    private void step(char command, int unwanted, int unanswered, byte[]... data) throws IOException {
        if ((steps & unwanted) != 0) {
            return;
        }
        say(command, data);
        if ((steps & unanswered) == 0) {
            byte[] answer = packet();
            if (answer[0] != 'c' && answer[0] != 's') {
                throw new IOException("to " + command + " it says " + (char) answer[0]);
            }
        }
    }

    private void say(char command, byte[]... data) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(command);
        for (byte[] part : data) {
            all.write(part);
        }
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        new DataOutputStream(framed).writeInt(all.size());
        all.writeTo(framed);
        out.write(framed.toByteArray());
        out.flush();
    }

    private byte[] packet() throws IOException {
        byte[] packet = new byte[in.readInt()];
        in.readFully(packet);
        return packet;
    }

    private static byte[] text(String... strings) {
        return (String.join("\0", strings) + "\0").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
