package io.github.guichet.endtoend;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that ask without end, connect again when the server has died, and know the right answers. */
final class KilledLoad implements AutoCloseable {

    private final Path run;
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicLong answers = new AtomicLong();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private KilledLoad(Path run) {
        this.run = run;
    }

    static KilledLoad start(Path run, int clients) {
        KilledLoad load = new KilledLoad(run);
        for (int i = 0; i < clients; i++) {
            int number = i;
            Thread thread = new Thread(() -> load.ask(number), "client " + i);
            thread.setDaemon(true);
            load.clients.add(thread);
            thread.start();
        }
        return load;
    }

    /** How many were right or wrong. */
    long answers() {
        return answers.get();
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    private void ask(int number) {
        long asked = 0;
        while (!over) {
            try (SocketmapClient socketmap = SocketmapClient.unix(run.resolve("socketmap.sock"));
                    PolicyClient policy = PolicyClient.unix(run.resolve("policy.sock"))) {
                while (!over) {
                    asked++;
                    check("OK alice@guichet.test", socketmap.ask("alias", "info@guichet.test"));
                    check("NOTFOUND ", socketmap.ask("alias", "nobody" + asked % 500 + "@guichet.test"));
                    check("DUNNO", policy.ask(message("user" + number + "x" + asked)));
                    // Over its limit since the first second; locked from then on, through all lives.
                    policy.ask(message("locked@guichet.test"));
                    Waiting.pause();
                }
            } catch (UncheckedIOException died) {
                Waiting.pause();
            } catch (AssertionError half) {
                wrong.add("half an answer: " + half.getMessage());
            }
        }
    }

    private static PolicyQuestion message(String login) {
        return PolicyQuestion.endOfMessage(login, 1);
    }

    private void check(String right, String answer) {
        answers.incrementAndGet();
        // A store that is being opened may not answer yet; that is no answer, and so no wrong one.
        if (!answer.equals(right) && !answer.startsWith("TEMP ") && !answer.startsWith("DEFER_IF_PERMIT")) {
            wrong.add(answer + " instead of " + right);
        }
    }

    @Override
    public void close() {
        over = true;
        clients.forEach(client -> {
            try {
                client.join(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
