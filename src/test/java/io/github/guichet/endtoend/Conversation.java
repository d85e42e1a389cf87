package io.github.guichet.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocketFactory;

/** A client's side of a protocol of lines, with a server on a loopback port. Not thread-safe. */
final class Conversation implements AutoCloseable {

    /** Longer than any server here takes to refuse a log-in. */
    private static final int TIMEOUT_MS = 150_000;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    private Conversation(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MS);
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.out = socket.getOutputStream();
    }

    /** Connects in the clear. */
    static Conversation connect(int port) throws IOException {
        return new Conversation(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Goes on under TLS, as STARTTLS has it, or begins so. */
    Conversation startTls(SSLSocketFactory tls) throws IOException {
        return new Conversation(tls.createSocket(socket, "localhost", socket.getPort(), true));
    }

    /** Says one line. */
    void send(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Hears one line. */
    String line() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("connection closed");
        }
        return line;
    }

    /** Says one line and hears one. */
    String ask(String line) throws IOException {
        send(line);
        return line();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
