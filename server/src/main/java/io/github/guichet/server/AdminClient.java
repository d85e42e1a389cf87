package io.github.guichet.server;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The command line's end of the admin socket. Safe for use by many threads; each question has its own connection. */
public final class AdminClient {

    private static final int LONGEST_HEAD = 32;

    private final Path socket;
    private final Duration timeout;

    /**
     * A client; connects with each question.
     *
     * @param socket of the running process
     * @param timeout for one whole question
     */
    public AdminClient(Path socket, Duration timeout) {
        this.socket = socket;
        this.timeout = timeout;
    }

    /**
     * Asks one command and waits for its reply.
     *
     * @return the text to print
     * @throws AdminException when the process refuses or fails to do it
     * @throws NotRunningException when nobody answers in time
     */
    public String ask(String command, List<String> arguments) throws AdminException, NotRunningException {
        List<String> words = new ArrayList<>();
        words.add(command);
        words.addAll(arguments);
        byte[] request = (AdminWords.encode(words) + "\n").getBytes(StandardCharsets.UTF_8);
        if (request.length > AdminServer.MAX_REQUEST) {
            throw new AdminException("a request has at most " + AdminServer.MAX_REQUEST + " bytes");
        }
        try {
            return exchange(request);
        } catch (IOException e) {
            throw notRunning(e);
        }
    }

    private String exchange(byte[] request) throws IOException, AdminException, NotRunningException {
        long end = System.nanoTime() + timeout.toNanos();
        try (Selector selector = Selector.open();
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
            ByteBuffer out = ByteBuffer.wrap(request);
            while (out.hasRemaining()) {
                await(selector, end);
                channel.write(out);
            }
            key.interestOps(SelectionKey.OP_READ);
            ByteBuffer one = ByteBuffer.allocate(1);
            StringBuilder head = new StringBuilder();
            for (char c = 0; c != '\n'; head.append(c)) {
                read(channel, one.clear(), selector, end);
                c = (char) one.get(0);
                if (head.length() > LONGEST_HEAD) {
                    throw strange();
                }
            }
            String line = head.toString().strip();
            ByteBuffer body = ByteBuffer.allocate(length(line));
            while (body.hasRemaining()) {
                read(channel, body, selector, end);
            }
            String text = new String(body.array(), StandardCharsets.UTF_8);
            if (line.startsWith("ERROR ")) {
                throw new AdminException(text);
            }
            return text;
        }
    }

    private void read(SocketChannel channel, ByteBuffer into, Selector selector, long end)
            throws IOException, NotRunningException {
        int count = channel.read(into);
        while (count == 0) {
            await(selector, end);
            count = channel.read(into);
        }
        if (count < 0) {
            throw new NotRunningException("the process behind " + socket + " ended before it answered");
        }
    }

    private void await(Selector selector, long end) throws IOException, NotRunningException {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0 || selector.select(left) == 0) {
            throw new NotRunningException(
                    "the process behind " + socket + " did not answer within " + timeout.toSeconds() + " s");
        }
        selector.selectedKeys().clear();
    }

    private int length(String head) throws NotRunningException {
        try {
            if (head.startsWith("OK ") || head.startsWith("ERROR ")) {
                int length = Integer.parseInt(head.substring(head.indexOf(' ') + 1));
                if (length >= 0 && length <= AdminServer.MAX_REPLY) {
                    return length;
                }
            }
        } catch (NumberFormatException e) {
            throw strange();
        }
        throw strange();
    }

    private NotRunningException strange() {
        return new NotRunningException("what listens on " + socket + " is not guichet");
    }

    private NotRunningException notRunning(IOException e) {
        if (Files.notExists(socket)) {
            return new NotRunningException("guichet is not running: there is no " + socket, e);
        }
        return new NotRunningException("guichet does not answer on " + socket + ": " + e.getMessage(), e);
    }
}
