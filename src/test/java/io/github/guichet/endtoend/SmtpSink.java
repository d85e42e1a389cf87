package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The far end: an SMTP and LMTP server that takes every message and remembers it. Safe for many threads. */
public final class SmtpSink implements AutoCloseable {

    private final ServerSocketChannel server;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> peers = new CopyOnWriteArrayList<>();

    /**
     * A message that was taken.
     *
     * @param sender the envelope sender, without the angle brackets
     * @param recipients the envelope recipients, in order
     * @param text header and body, lines ended by a line feed
     */
    public record Message(String sender, List<String> recipients, String text) {

        /** The value of its Subject header. */
        public String subject() {
            return text.lines()
                    .filter(line -> line.startsWith("Subject: "))
                    .findFirst()
                    .map(line -> line.substring(9))
                    .orElse("");
        }
    }

    private SmtpSink(ServerSocketChannel server) {
        this.server = server;
        Thread acceptor = new Thread(this::accept, "sink");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Listens on a free loopback port. */
    public static SmtpSink inet(Workspace work) {
        return listen(
                work,
                StandardProtocolFamily.INET,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), work.freePort()));
    }

    /** Listens on a Unix socket that everybody may connect to. */
    public static SmtpSink unix(Workspace work, Path socket) {
        SmtpSink sink = listen(work, StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(socket));
        try {
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sink;
    }

    /** The loopback port; only for {@link #inet}. */
    public int port() {
        return server.socket().getLocalPort();
    }

    /** All messages so far, oldest first. */
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    /** Every recipient of every message with this subject, sorted. */
    public List<String> recipientsOf(String subject) {
        return messages.stream()
                .filter(message -> message.subject().equals(subject))
                .flatMap(message -> message.recipients().stream())
                .sorted()
                .toList();
    }

    /** Waits until a message with this subject is there: the first of them. */
    public Message arrived(String subject) {
        Waiting.until(subject + " arrives", () -> !recipientsOf(subject).isEmpty());
        return messages.stream()
                .filter(message -> message.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel peer : peers) {
            peer.close();
        }
    }

    private static SmtpSink listen(Workspace work, StandardProtocolFamily family, SocketAddress address) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open(family);
            server.bind(address, 100);
            return work.closing(new SmtpSink(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel peer = server.accept();
                peers.add(peer);
                Thread session = new Thread(() -> serve(peer), "sink session");
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
            lines.send("220 sink.test ready");
            String sender = "";
            List<String> recipients = new ArrayList<>();
            boolean lmtp = false;
            for (String line = lines.read(); !line.isEmpty(); line = lines.read()) {
                String verb = line.substring(0, Math.min(4, line.length())).toUpperCase(java.util.Locale.ROOT);
                switch (verb) {
                    case "EHLO", "LHLO" -> {
                        lmtp = verb.equals("LHLO");
                        lines.send("250-sink.test\r\n250-8BITMIME\r\n250 SMTPUTF8");
                    }
                    case "MAIL" -> {
                        sender = address(line);
                        recipients.clear();
                        lines.send("250 ok");
                    }
                    case "RCPT" -> {
                        recipients.add(address(line));
                        lines.send("250 ok");
                    }
                    case "DATA" -> {
                        lines.send("354 go on");
                        messages.add(new Message(sender, List.copyOf(recipients), lines.body()));
                        // LMTP answers once for each recipient, SMTP once.
                        for (int answers = lmtp ? recipients.size() : 1; answers > 0; answers--) {
                            lines.send("250 taken");
                        }
                    }
                    case "QUIT" -> {
                        lines.send("221 bye");
                        return;
                    }
                    default -> lines.send("250 ok");
                }
            }
        } catch (IOException e) {
            // The client went away; what it had handed over completely is kept.
        } finally {
            peers.remove(peer);
        }
    }

    private static String address(String line) {
        return line.substring(line.indexOf('<') + 1, line.lastIndexOf('>'));
    }
}
