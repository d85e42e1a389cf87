package io.github.guichet.server;

import io.github.guichet.server.ListenAddress.Inet;
import io.github.guichet.server.ListenAddress.Unix;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A client that does what the test says, blocking. */
final class Peer implements AutoCloseable {

    final SocketChannel channel;

    private Peer(SocketChannel channel) {
        this.channel = channel;
    }

    static Peer connect(ListenAddress address) throws IOException {
        if (address instanceof Unix unix) {
            return new Peer(SocketChannel.open(UnixDomainSocketAddress.of(unix.path())));
        }
        Inet inet = (Inet) address;
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 16 * 1024);
        channel.connect(new InetSocketAddress(inet.host(), inet.port()));
        return new Peer(channel);
    }

    Peer send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return this;
    }

    /** Reads so many bytes, or fewer when the connection ends. */
    String read(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            Thread.onSpinWait();
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    /** Waits for the other side to close, and says what it sent before. */
    String readToEnd() throws IOException {
        StringBuilder all = new StringBuilder();
        ByteBuffer bytes = ByteBuffer.allocate(8192);
        try {
            while (channel.read(bytes) >= 0) {
                all.append(new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1));
                bytes.clear();
            }
        } catch (IOException reset) {
            return all + "<reset>";
        }
        return all.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
