package io.github.guichet.endtoend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Mail from one client after the other to one service until {@link #finish}, by somebody whom Postfix takes for logged in. What is
 * put off is tried again, as real clients do; what is refused for good is not.
 */
final class MilterTraffic {

    private final MilterSite site;
    private final String service;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final AtomicInteger putOff = new AtomicInteger();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean stopping;

    private MilterTraffic(MilterSite site, String service) {
        this.site = site;
        this.service = service;
    }

    /** Starts sending, with so many clients at once. */
    static MilterTraffic start(MilterSite site, String service, int clients) {
        MilterTraffic traffic = new MilterTraffic(site, service);
        for (int i = 0; i < clients; i++) {
            Thread client = new Thread(traffic::send, service + " " + i);
            client.setDaemon(true);
            client.start();
            traffic.clients.add(client);
        }
        return traffic;
    }

    /** The name of the service. */
    String service() {
        return service;
    }

    /** The subjects of messages that Postfix took. */
    Set<String> accepted() {
        return accepted;
    }

    /** The subjects of messages that it refused for good. */
    Set<String> refused() {
        return refused;
    }

    /** How many times it said to try again, or the connection broke. */
    int putOff() {
        return putOff.get();
    }

    /** What it said when it took no message. */
    Queue<String> told() {
        return told;
    }

    /** Waits until so many more messages were accepted. */
    void awaitAccepted(int more) {
        int goal = accepted.size() + more;
        Waiting.until(service + " takes mail; it says " + told, () -> accepted.size() >= goal);
    }

    /** Waits until something was said so many times more, whatever it is. */
    void awaitAnswers(int more) {
        int goal = answers() + more;
        Waiting.until(service + " answers", () -> answers() >= goal);
    }

    private int answers() {
        return accepted.size() + refused.size() + putOff.get();
    }

    /** Lets every client get rid of its message, and ends. */
    void finish() throws InterruptedException {
        stopping = true;
        for (Thread client : clients) {
            client.join(60_000);
            if (client.isAlive()) {
                throw new AssertionError(client.getName() + " cannot get rid of its message: " + told);
            }
        }
    }

    private void send() {
        while (!stopping) {
            String subject = MilterSite.subject();
            while (!attempt(subject)) {
                putOff.incrementAndGet();
                Waiting.pause();
            }
            // What is taken without a filter is taken fast, and all of it has to be delivered in the end.
            Waiting.pause();
            Waiting.pause();
        }
    }

    /** One try; false if the client is to try again. */
    private boolean attempt(String subject) {
        try (SmtpDialogue smtp = SmtpDialogue.connect(site.port(service))) {
            smtp.command("XCLIENT LOGIN=alice@guichet.test");
            smtp.command("EHLO client.test");
            String reply = MilterSite.send(
                    smtp,
                    "alice@guichet.test",
                    List.of("bob@guichet.test"),
                    "From: alice@guichet.test\nSubject: " + subject + "\n\nhello\n");
            switch (reply.charAt(0)) {
                case '2' -> accepted.add(subject);
                case '5' -> refused.add(subject);
                default -> {
                    told.add(reply);
                    return false;
                }
            }
            if (reply.charAt(0) == '5') {
                told.add(reply);
            }
            return true;
        } catch (IOException e) {
            told.add(e.toString());
            if (e.toString().contains("greeting: 5")) {
                refused.add(subject);
                return true;
            }
            return false;
        }
    }
}
