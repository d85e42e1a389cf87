package io.github.guichet.endtoend;

import io.github.guichet.server.AdminClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Questions of all kinds without end, over connections that are kept and over new ones, while the configuration changes. Each names the
 * version of the configuration that it was answered by: none older than the one in use when it was asked, none that was not yet there when it
 * was answered.
 */
final class ReloadLoad implements AutoCloseable {

    /** What is asked. */
    enum Kind {
        SOCKETMAP,
        POLICY,
        MILTER,
        AUTH
    }

    /** Asks a question over a connection, and is told whether its answer is right. */
    private interface Asking<C> {
        void ask(C connection) throws Exception;
    }

    private interface Connecting<C> {
        C connect() throws IOException;
    }

    /** A connection of any protocol. */
    private record Open<C extends AutoCloseable>(C connection) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try {
                connection.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    private final ReloadSite site;
    private final AtomicInteger inUse;
    private final AtomicInteger tried;
    private final Map<Kind, AtomicLong> answers = new EnumMap<>(Kind.class);
    private final AtomicLong flushes = new AtomicLong();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<String> lost = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ReadWriteLock pause = new ReentrantReadWriteLock(true);
    private volatile boolean over;

    private ReloadLoad(ReloadSite site, int version) {
        this.site = site;
        this.inUse = new AtomicInteger(version);
        this.tried = new AtomicInteger(version);
        for (Kind kind : Kind.values()) {
            answers.put(kind, new AtomicLong());
        }
    }

    /**
     * Starts to ask.
     *
     * @param version of the configuration in use
     */
    static ReloadLoad start(ReloadSite site, int version) {
        ReloadLoad load = new ReloadLoad(site, version);
        Path run = site.run();
        load.both(Kind.SOCKETMAP, () -> SocketmapClient.unix(run.resolve("socketmap.sock")), load::maps);
        load.both(Kind.POLICY, () -> PolicyClient.unix(run.resolve("policy.sock")), load::policy);
        load.both(Kind.MILTER, () -> MilterPeer.unix(run.resolve("milter.sock")), load::message);
        load.both(Kind.AUTH, () -> AuthPeer.client(run.resolve("auth.sock")), load::logIn);
        load.both(Kind.AUTH, () -> AuthPeer.master(run.resolve("master.sock")), load::user);
        load.thread("flushing", load::flush);
        load.threads.forEach(Thread::start);
        return load;
    }

    private <C extends AutoCloseable> void both(Kind kind, Connecting<C> connecting, Asking<C> asking) {
        thread(kind + " over one connection", () -> {
            while (!over) {
                try (Open<C> open = new Open<>(connecting.connect())) {
                    while (!over) {
                        ask(kind, open.connection(), asking);
                    }
                } catch (Exception | AssertionError e) {
                    lost.add(kind + " over one connection: " + e);
                    Waiting.pause();
                }
            }
        });
        thread(kind + " over new connections", () -> {
            while (!over) {
                pause.readLock().lock();
                try (Open<C> open = new Open<>(connecting.connect())) {
                    asking.ask(open.connection());
                    answered(kind);
                } catch (Exception | AssertionError e) {
                    lost.add(kind + " over new connections: " + e);
                } finally {
                    pause.readLock().unlock();
                }
                breathe();
            }
        });
    }

    private <C> void ask(Kind kind, C connection, Asking<C> asking) throws Exception {
        pause.readLock().lock();
        try {
            asking.ask(connection);
            answered(kind);
        } finally {
            pause.readLock().unlock();
        }
        breathe();
    }

    private void thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        threads.add(thread);
    }

    private void answered(Kind kind) {
        counter(kind).incrementAndGet();
    }

    private AtomicLong counter(Kind kind) {
        return answers.getOrDefault(kind, flushes);
    }

    /** Leaves some of the processor to who is asked. */
    private static void breathe() {
        try {
            Thread.sleep(8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void maps(SocketmapClient client) {
        check(() -> client.ask("version", "v"), v -> "OK v" + v);
        check(
                () -> client.ask("sometimes", "a@guichet.test"),
                v -> site.hasMap(v) ? "OK b@guichet.test" : "PERM there is no map 'sometimes'");
        check(() -> client.ask("fresh", "alice@guichet.test"), v -> "OK bob@guichet.test");
        check(() -> client.ask("cached", "alice@guichet.test"), v -> "OK bob@guichet.test");
    }

    private void policy(PolicyClient client) {
        check(() -> client.ask(PolicyQuestion.rcpt("a@guichet.test", "version@guichet.test")), v -> "450 4.7.1 v" + v);
        check(() -> client.ask(PolicyQuestion.endOfMessage("everybody@guichet.test", 1)), v -> "DUNNO");
    }

    private void message(MilterPeer peer) {
        check(() -> peer.message("alice@guichet.test"), v -> site.milter(v));
    }

    private void logIn(AuthPeer peer) {
        check(() -> peer.logIn("alice@guichet.test", "secret"), v -> "OK user=alice@guichet.test");
        check(() -> peer.logIn("alice@guichet.test", "wrong"), v -> "FAIL user=alice@guichet.test");
    }

    private void user(AuthPeer peer) {
        check(
                () -> peer.user("bob@guichet.test"),
                v -> "USER bob@guichet.test\thome=/srv/bob\tuid=5000\tgid=" + (20_000 + v));
    }

    /** Who changes a row and flushes it reads what he wrote, whatever happens meanwhile. */
    private void flush() {
        AdminClient admin = new AdminClient(site.run().resolve("admin.sock"), Duration.ofSeconds(60));
        try (SocketmapClient client = SocketmapClient.unix(site.run().resolve("socketmap.sock"))) {
            for (int n = 0; !over; n++) {
                pause.readLock().lock();
                try {
                    String value = "n" + n + "@guichet.test";
                    site.database().sql("UPDATE alias SET goto='" + value + "' WHERE address='changes@guichet.test'");
                    String unused = admin.ask("flush", List.of("map", "cached", "changes@guichet.test"));
                    check(() -> client.ask("cached", "changes@guichet.test"), v -> "OK " + value);
                    flushes.incrementAndGet();
                } finally {
                    pause.readLock().unlock();
                }
                breathe();
            }
        } catch (Exception | AssertionError e) {
            lost.add("flush: " + e);
        }
    }

    /** An answer, and what it would be by a version of the configuration. */
    private void check(java.util.concurrent.Callable<String> question, java.util.function.IntFunction<String> right) {
        int oldest = inUse.get();
        String answer;
        try {
            answer = question.call();
        } catch (UncheckedIOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        int newest = tried.get();
        for (int version = oldest; version <= newest; version++) {
            if (answer.equals(right.apply(version))) {
                return;
            }
        }
        wrong.add("'" + answer + "' by versions " + oldest + " to " + newest + " instead of '" + right.apply(newest)
                + "'");
    }

    /** A version may be in use from now on. */
    void mayBe(int version) {
        tried.set(version);
    }

    /** A version is in use. */
    void is(int version) {
        inUse.set(version);
    }

    /** Waits until each kind was asked so many times more. */
    void awaitEach(int more) {
        for (Kind kind : Kind.values()) {
            long goal = counter(kind).get() + more;
            Waiting.until(kind + " is answered", () -> counter(kind).get() >= goal || !lost.isEmpty());
        }
    }

    /** Until this is unlocked, nobody asks; connections stay open. */
    Lock silence() {
        return pause.writeLock();
    }

    long answers(Kind kind) {
        return counter(kind).get();
    }

    long flushes() {
        return flushes.get();
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** Questions without an answer, and connections that the other side closed. */
    List<String> lost() {
        return List.copyOf(lost);
    }

    /** Ends when every question is answered. */
    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (thread.isAlive()) {
                lost.add(thread.getName() + " waits for an answer");
            }
        }
    }
}
