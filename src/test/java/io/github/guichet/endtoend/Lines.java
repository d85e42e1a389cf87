package io.github.guichet.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One side of a protocol of lines, on a TCP or Unix socket. Not thread-safe. */
final class Lines implements AutoCloseable {

    private final BufferedReader in;
    private final OutputStream out;

    Lines(SocketChannel peer) {
        this.in = new BufferedReader(new InputStreamReader(Channels.newInputStream(peer), StandardCharsets.UTF_8));
        this.out = Channels.newOutputStream(peer);
    }

    /** The next line, or the empty text at the end of the connection. */
    String read() throws IOException {
        String line = in.readLine();
        return line == null ? "" : line;
    }

    /** The lines up to a single dot, which is dropped. */
    String body() throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("the connection ended within a message");
            }
            if (line.equals(".")) {
                return text.toString();
            }
            text.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
        }
    }

    void send(String line) throws IOException {
        write(line + "\r\n");
    }

    void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        in.close();
        out.close();
    }
}
