package io.github.guichet.endtoend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Log-ins over SMTP and IMAP from several clients at once until {@link #finish}: each with a right password, and every tenth with a
 * wrong one too. A right password that is called wrong is counted, and so is a wrong one that lets in.
 */
final class LogInTraffic {

    private static final Pattern PENDING = Pattern.compile("Auth connection closed with (\\d+) pending requests");

    private final LogInSite site;
    private final List<String> users;
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger ok = new AtomicInteger();
    private final AtomicInteger temporary = new AtomicInteger();
    private final AtomicInteger brokenOff = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean stopping;

    private enum Outcome {
        OK,
        TEMPORARY,
        REFUSED
    }

    private LogInTraffic(LogInSite site, List<String> users) {
        this.site = site;
        this.users = users;
    }

    /** Starts to log in as these users, whose password is {@code good}. */
    static LogInTraffic start(LogInSite site, int clients, List<String> users) {
        LogInTraffic traffic = new LogInTraffic(site, users);
        for (int i = 0; i < clients; i++) {
            Thread client = new Thread(traffic::run, "log-ins " + i);
            client.setDaemon(true);
            client.start();
            traffic.clients.add(client);
        }
        return traffic;
    }

    /** Waits until so many more got in. */
    void awaitOk(int more) {
        int goal = ok.get() + more;
        Waiting.until(more + " more log-ins", () -> ok.get() >= goal || !wrong.isEmpty());
    }

    /** Waits until so many more were told to try again. */
    void awaitTemporary(int more) {
        int goal = temporary.get() + more;
        Waiting.until(more + " more log-ins fail for now", () -> temporary.get() >= goal || !wrong.isEmpty());
    }

    /**
     * Ends.
     *
     * @return {@code outage: log-ins: N ok, N temporary, N refused with a wrong password, 0 wrong refusals}; a failure if there was
     *     any wrong answer
     */
    String finish() {
        stopping = true;
        for (Thread client : clients) {
            try {
                client.join(120_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (client.isAlive()) {
                wrong.add(client.getName() + " hangs");
            }
        }
        String line = "outage: log-ins: %d ok, %d temporary, %d refused with a wrong password, %d wrong refusals"
                .formatted(ok.get(), temporary.get(), refused.get(), wrong.size());
        if (!wrong.isEmpty()) {
            throw new AssertionError(line + "\n" + String.join("\n", wrong));
        }
        return line;
    }

    private void run() {
        while (!stopping) {
            int n = number.incrementAndGet();
            String user = users.get(n % users.size());
            attempt(n, user, n % 10 == 0 ? "bad" : "good");
        }
    }

    private void attempt(int n, String user, String password) {
        try {
            Outcome outcome = n % 2 == 0 ? smtp(user, password) : imap(user, password);
            boolean good = password.equals("good");
            if (good && outcome == Outcome.REFUSED && isOfDovecotsOwn()) {
                outcome = Outcome.TEMPORARY;
            }
            switch (outcome) {
                case OK -> ok.incrementAndGet();
                case TEMPORARY -> temporary.incrementAndGet();
                case REFUSED -> refused.incrementAndGet();
            }
            if (outcome == (good ? Outcome.REFUSED : Outcome.OK)) {
                wrong.add(user + " with the password " + password + ": " + outcome + " at attempt " + n);
            }
            if (outcome == Outcome.TEMPORARY) {
                Waiting.pause();
            }
        } catch (IOException e) {
            // A connection that broke is as good as "try again".
            temporary.incrementAndGet();
            Waiting.pause();
        }
    }

    /**
     * Whether this refusal is one of those that Dovecot makes by itself: to whom waits for an answer when the connection to the auth
     * service breaks its log-in process says that the password was wrong, and logs how many that were.
     */
    private boolean isOfDovecotsOwn() {
        int before = brokenOff.incrementAndGet();
        boolean logged = false;
        for (int look = 0; look < 60 && !logged; look++) {
            Waiting.pause();
            logged = PENDING.matcher(site.dovecot.log())
                            .results()
                            .mapToInt(line -> Integer.parseInt(line.group(1)))
                            .sum()
                    >= before;
        }
        return logged;
    }

    private Outcome smtp(String user, String password) throws IOException {
        try (SmtpDialogue smtp = SmtpDialogue.connect(site.postfix.port())) {
            SmtpDialogue.Reply reply = smtp.login(user, password);
            return switch (reply.code()) {
                case 235 -> Outcome.OK;
                case 535 -> Outcome.REFUSED;
                case 454 -> Outcome.TEMPORARY;
                default -> throw new AssertionError("AUTH: " + reply);
            };
        }
    }

    private Outcome imap(String user, String password) throws IOException {
        try (ImapDialogue imap = ImapDialogue.connect(site.dovecot.imap())) {
            ImapDialogue.Reply reply = imap.login(user, password);
            if (reply.ok()) {
                return Outcome.OK;
            }
            return reply.text().startsWith("[AUTHENTICATIONFAILED]") ? Outcome.REFUSED : Outcome.TEMPORARY;
        }
    }
}
