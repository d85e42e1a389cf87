package io.github.guichet.endtoend;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** One connection of a process that asks who may log in, or where somebody's mail is. Not thread-safe. */
final class AuthPeer implements AutoCloseable {

    private final Lines lines;
    private int id;

    private AuthPeer(Path socket, String greeting, String handshake) throws IOException {
        this.lines = new Lines(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        lines.write(greeting);
        String line = read();
        while (!line.startsWith(handshake)) {
            line = read();
        }
    }

    /** As Postfix's smtpd. */
    static AuthPeer client(Path socket) throws IOException {
        return new AuthPeer(socket, "VERSION\t1\t0\nCPID\t30487\n", "DONE");
    }

    /** As Dovecot's lmtp. */
    static AuthPeer master(Path socket) throws IOException {
        return new AuthPeer(socket, "VERSION\t1\t1\n", "SPID");
    }

    /** A log-in with PLAIN; the answer without the number of the question. */
    String logIn(String user, String password) throws IOException {
        return ask(
                "AUTH",
                "PLAIN\tservice=smtp\tnologin\tlip=127.0.0.1\trip=127.0.0.1\tresp="
                        + Sasl.encoded("\0" + user + "\0" + password));
    }

    /** The record of a user; without the number of the question. */
    String user(String user) throws IOException {
        return ask("USER", user + "\tservice=lmtp");
    }

    private String ask(String command, String rest) throws IOException {
        id++;
        lines.write(command + "\t" + id + "\t" + rest + "\n");
        String answer = read();
        if (!answer.matches("[A-Z]+\t" + id + "(\t.*)?")) {
            throw new IOException("not an answer to " + id + ": " + answer);
        }
        return answer.replaceFirst("\t" + id + "\t?", " ");
    }

    private String read() throws IOException {
        String line = lines.read();
        if (line.isEmpty()) {
            throw new EOFException("the server closed the connection");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
