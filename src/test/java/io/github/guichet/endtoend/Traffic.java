package io.github.guichet.endtoend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Mail from several clients at once until {@link #finish}: every message goes to one recipient who exists and is also offered to one
 * who does not. Like a real client, each tries again whatever got a temporary refusal, after a pause.
 */
public final class Traffic {

    private static final AtomicInteger RUN = new AtomicInteger();

    private final int run = RUN.incrementAndGet();
    private final int port;
    private final Map<String, List<String>> existing;
    private final List<String> recipients;
    private final List<String> unknown;
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger deferrals = new AtomicInteger();
    private final Map<String, List<String>> accepted = new java.util.concurrent.ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<String> putOff = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean stopping;

    private Traffic(int port, Map<String, List<String>> existing, List<String> unknown) {
        this.port = port;
        this.existing = existing;
        this.recipients = List.copyOf(new TreeSet<>(existing.keySet()));
        this.unknown = unknown;
    }

    /**
     * Starts sending.
     *
     * @param existing recipients, and the final recipients of each
     * @param unknown recipients who must never be accepted
     */
    public static Traffic start(int port, int clients, Map<String, List<String>> existing, List<String> unknown) {
        Traffic traffic = new Traffic(port, existing, unknown);
        for (int i = 0; i < clients; i++) {
            Thread client = new Thread(traffic::send, "client " + i);
            client.setDaemon(true);
            client.start();
            traffic.clients.add(client);
        }
        return traffic;
    }

    /** How many messages were accepted so far. */
    public int accepted() {
        return accepted.size();
    }

    /** How many times a client was told to try again so far. */
    public int deferrals() {
        return deferrals.get();
    }

    /** What clients were told when they were told to try again, or how the connection broke. */
    public List<String> putOff() {
        return List.copyOf(putOff);
    }

    /** Waits until so many more messages were accepted. */
    public void awaitAccepted(int more) {
        int goal = accepted() + more;
        Waiting.until(more + " more messages are accepted", () -> accepted() >= goal || !wrong.isEmpty());
    }

    /** Waits until clients were told so many more times to try again. */
    public void awaitDeferrals(int more) {
        int goal = deferrals() + more;
        Waiting.until(more + " more messages are deferred", () -> deferrals() >= goal || !wrong.isEmpty());
    }

    /** Lets every client get its current message through, and ends. */
    public void finish() {
        stopping = true;
        for (Thread client : clients) {
            try {
                client.join(120_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (client.isAlive()) {
                wrong.add(client.getName() + " cannot get rid of its message");
            }
        }
    }

    /**
     * After {@link #finish}: waits until Postfix's queue is empty and compares.
     *
     * @return {@code outage: N sent, N delivered, N bounced, N wrong answers}; a failure if it is not the same number twice and zeros
     */
    public String account(PostfixServer postfix, List<SmtpSink> sinks) {
        postfix.awaitEmptyQueue();
        Map<String, Set<String>> arrived = new java.util.HashMap<>();
        int bounced = 0;
        for (SmtpSink sink : sinks) {
            for (SmtpSink.Message message : sink.messages()) {
                arrived.computeIfAbsent(message.subject(), subject -> new TreeSet<>())
                        .addAll(message.recipients());
                bounced += message.sender().isEmpty() ? 1 : 0;
            }
        }
        bounced += (int) postfix.log()
                .lines()
                .filter(line -> line.contains("status=bounced"))
                .count();
        List<String> lost = new ArrayList<>();
        accepted.forEach((subject, expected) -> {
            if (!arrived.getOrDefault(subject, Set.of()).equals(Set.copyOf(expected))) {
                lost.add(subject + " for " + expected + " went to " + arrived.get(subject));
            }
        });
        String line = "outage: %d sent, %d delivered, %d bounced, %d wrong answers"
                .formatted(sent.get(), accepted.size() - lost.size(), bounced, wrong.size());
        if (!lost.isEmpty() || bounced > 0 || !wrong.isEmpty() || sent.get() != accepted.size()) {
            throw new AssertionError(line + "\nlost: " + lost + "\nwrong: " + wrong);
        }
        return line + " (" + deferrals + " times told to try again)";
    }

    private void send() {
        while (!stopping) {
            int n = number.incrementAndGet();
            String subject = "run " + run + " message " + n;
            String recipient = recipients.get(n % recipients.size());
            String nobody = unknown.get(n % unknown.size());
            sent.incrementAndGet();
            int tries = 0;
            while (!attempt(subject, recipient, nobody)) {
                deferrals.incrementAndGet();
                if (++tries > 2000) {
                    wrong.add(recipient + " is refused for ever");
                    return;
                }
                Waiting.pause();
            }
        }
    }

    /** One try; true when the message was accepted. A broken connection is as good as a temporary refusal. */
    private boolean attempt(String subject, String recipient, String nobody) {
        try (SmtpDialogue dialogue = SmtpDialogue.connect(port)) {
            SmtpDialogue.Reply from = dialogue.mail("sender@client.test");
            if (!from.ok()) {
                refused("sender", from);
                return false;
            }
            SmtpDialogue.Reply no = dialogue.rcpt(nobody);
            if (no.ok()) {
                wrong.add(nobody + " does not exist: " + no);
            }
            SmtpDialogue.Reply yes = dialogue.rcpt(recipient);
            if (!yes.ok()) {
                refused(recipient, yes);
                return false;
            }
            // Never to the one who does not exist, even if a wrong answer let him in.
            SmtpDialogue.Reply taken = dialogue.data(subject);
            if (!taken.ok()) {
                refused(recipient, taken);
                return false;
            }
            accepted.put(subject, existing.get(recipient));
            return true;
        } catch (IOException e) {
            putOff.add(e.toString());
            return false;
        }
    }

    private void refused(String recipient, SmtpDialogue.Reply reply) {
        (reply.code() / 100 == 4 ? putOff : wrong).add(recipient + ": " + reply);
    }
}
