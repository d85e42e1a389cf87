package io.github.guichet.server;

import io.github.guichet.server.ListenAddress.Systemd;
import io.github.guichet.server.ListenAddress.Unix;
import io.netty.channel.Channel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The socket over which the command line talks to the running process.
 *
 * <p>A request is one line: the name of a command and its arguments, separated by spaces ({@code status}, {@code flush alias
 * a@example.com}; see {@link AdminWords} for spaces within a word). The reply is a line {@code OK length} or {@code ERROR length} and so
 * many bytes of text. Requests on one connection are answered one after the other. Commands run on a thread of their own.
 */
public final class AdminServer {

    /** Only the owner of the process may ask. */
    public static final int DEFAULT_MODE = 0600;

    /** Longest request in bytes: some hundred keys to flush. */
    static final int MAX_REQUEST = 64 * 1024;

    /** Longest reply in bytes. */
    static final int MAX_REPLY = 16 * 1024 * 1024;

    private static final int OTHERS_WRITE = 0002;
    private static final int WAITING_COMMANDS = 64;
    private static final ListenerLimits LIMITS = new ListenerLimits(
            32, 1, Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(5));

    private final Listener listener;
    private final ThreadPoolExecutor thread;

    private AdminServer(Listener listener, ThreadPoolExecutor thread) {
        this.listener = listener;
        this.thread = thread;
    }

    /**
     * Starts to answer.
     *
     * @param address a Unix socket, or one of systemd's, with a mode that does not let everybody in
     * @param loops closed by the caller, after {@link #stop()}
     * @param commands with different names
     * @throws ListenException when the address cannot be bound or is open to everybody
     */
    public static AdminServer start(
            ListenAddress address, EventLoops loops, DaemonMetrics metrics, Collection<AdminCommand> commands)
            throws ListenException {
        for (int mode : modes(address, loops)) {
            if ((mode & OTHERS_WRITE) != 0) {
                throw new ListenException("admin: " + address + ": mode 0" + Integer.toOctalString(mode)
                        + " would let every user of this machine in; use 0600 or 0660 with a group");
            }
        }
        DaemonMeter meter = metrics.daemon("admin");
        Map<String, AdminCommand> byName =
                commands.stream().collect(Collectors.toUnmodifiableMap(AdminCommand::name, Function.identity()));
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_COMMANDS),
                new DefaultThreadFactory("guichet-admin", true));
        AdminDesk desk = new AdminDesk(byName, meter);
        try {
            Listener listener = Listener.bind(address, loops, LIMITS, meter, channel -> open(channel, desk, thread));
            return new AdminServer(listener, thread);
        } catch (ListenException e) {
            thread.shutdownNow();
            throw e;
        }
    }

    private static List<Integer> modes(ListenAddress address, EventLoops loops) throws ListenException {
        if (address instanceof Unix unix) {
            return List.of(unix.mode());
        }
        if (address instanceof Systemd systemd) {
            return loops.sockets().modes(systemd);
        }
        throw new ListenException("admin: " + address + ": commands are taken on a Unix socket only");
    }

    private static Conversation open(Channel channel, AdminDesk desk, ThreadPoolExecutor thread) {
        AdminHandler handler = new AdminHandler(channel, desk, thread);
        channel.pipeline()
                .addLast(new LineBasedFrameDecoder(MAX_REQUEST, true, true))
                .addLast(handler);
        return handler;
    }

    /** Where it listens. */
    public ListenAddress address() {
        return listener.address();
    }

    /** Stops to listen; a command that runs may finish, for a few seconds. Completes when the last connection is closed. */
    public CompletableFuture<Void> stop() {
        return listener.stop().whenComplete((done, failure) -> thread.shutdownNow());
    }
}
