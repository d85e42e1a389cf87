package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;

/** As much of Dovecot's auth client protocol as a Postfix that does AUTH PLAIN needs; stands in for a real auth service. */
public final class AuthStandIn implements AutoCloseable {

    private static final String HANDSHAKE = """
            VERSION\t1\t2
            MECH\tPLAIN\tplaintext
            SPID\t1
            CUID\t1
            COOKIE\t00112233445566778899aabbccddeeff
            DONE
            """;

    private final ServerSocketChannel server;
    private final Map<String, String> passwords;

    private AuthStandIn(ServerSocketChannel server, Map<String, String> passwords) {
        this.server = server;
        this.passwords = passwords;
        Thread acceptor = new Thread(this::accept, "auth");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Listens on a Unix socket and knows these users and their passwords. */
    public static AuthStandIn listen(Workspace work, Path socket, Map<String, String> passwords) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
            return work.closing(new AuthStandIn(server, passwords));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel peer = server.accept();
                Thread session = new Thread(() -> serve(peer), "auth session");
                session.setDaemon(true);
                session.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(SocketChannel peer) {
        try (peer;
                Lines lines = new Lines(peer)) {
            lines.write(HANDSHAKE);
            for (String line = lines.read(); !line.isEmpty(); line = lines.read()) {
                if (line.startsWith("AUTH\t")) {
                    lines.write(answer(line.split("\t", -1)[1], line.substring(line.indexOf("resp=") + 5)));
                }
            }
        } catch (IOException e) {
            // smtpd ended; nothing is owed to it.
        }
    }

    private String answer(String id, String response) {
        String[] parts = new String(Base64.getDecoder().decode(response), StandardCharsets.UTF_8).split("\0", -1);
        boolean right = parts.length == 3 && parts[2].equals(passwords.get(parts[1]));
        return right ? "OK\t" + id + "\tuser=" + parts[1] + "\n" : "FAIL\t" + id + "\n";
    }
}
