package io.github.guichet.server;

import io.github.guichet.server.ListenAddress.Systemd;
import io.github.guichet.server.ListenAddress.Unix;
import io.netty.channel.Channel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
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

    private final EventLoops loops;
    private final Listeners listeners;
    private final ThreadPoolExecutor thread;
    private final AdminDesk desk;

    /**
     * Listens nowhere yet.
     *
     * @param loops closed by the caller, after {@link #stop()}
     * @param commands with different names; asked for each request
     */
    public AdminServer(EventLoops loops, DaemonMetrics metrics, Supplier<? extends Collection<AdminCommand>> commands) {
        DaemonMeter meter = metrics.daemon("admin");
        this.loops = loops;
        this.listeners = new Listeners(loops, meter);
        this.desk = new AdminDesk(
                () -> commands.get().stream()
                        .collect(Collectors.toUnmodifiableMap(AdminCommand::name, Function.identity())),
                meter);
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_COMMANDS),
                new DefaultThreadFactory("guichet-admin", true));
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
        AdminServer server = new AdminServer(loops, metrics, () -> commands);
        try {
            server.prepare(Optional.of(address)).commit();
            return server;
        } catch (ListenException e) {
            CompletableFuture<Void> unused = server.stop();
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

    /**
     * Another address.
     *
     * @param address a Unix socket, or one of systemd's, with a mode that does not let everybody in; absent = nobody is answered any more
     * @throws ListenException when the address cannot be bound or is open to everybody; nothing has changed then
     */
    public Listeners.Change prepare(Optional<? extends ListenAddress> address) throws ListenException {
        if (address.isPresent()) {
            for (int mode : modes(address.get(), loops)) {
                if ((mode & OTHERS_WRITE) != 0) {
                    throw new ListenException("admin: " + address.get() + ": mode 0" + Integer.toOctalString(mode)
                            + " would let every user of this machine in; use 0600 or 0660 with a group");
                }
            }
        }
        return listeners.prepare(address.stream()
                .map(one -> new Listeners.Wish(one, LIMITS, channel -> open(channel, desk, thread)))
                .toList());
    }

    private static Conversation open(Channel channel, AdminDesk desk, ThreadPoolExecutor thread) {
        AdminHandler handler = new AdminHandler(channel, desk, thread);
        channel.pipeline()
                .addLast(new LineBasedFrameDecoder(MAX_REQUEST, true, true))
                .addLast(handler);
        return handler;
    }

    /** Where it listens, if anywhere. */
    public Optional<ListenAddress> address() {
        return listeners.addresses().stream().findFirst();
    }

    /** Stops to listen; a command that runs may finish, for a few seconds. Completes when the last connection is closed. */
    public CompletableFuture<Void> stop() {
        return listeners.stop().whenComplete((done, failure) -> thread.shutdownNow());
    }
}
