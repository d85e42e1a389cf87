package io.github.guichet.endtoend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds SMTP sessions with a Postfix whose transports all discard, and reads in its log where each message went. */
final class KeyOrderRun {

    private static final Pattern QUEUED = Pattern.compile("queued as (\\w+)");
    private static final Pattern DELIVERY =
            Pattern.compile("postfix/([^\\[ ]+)\\[\\d+\\]: (\\w+): (to=<.*>, )relay=.*, delay=.*(status=.*)");
    private static final Pattern SENDER = Pattern.compile("qmgr\\[\\d+\\]: (\\w+): (from=<.*>), size=");

    private final PostfixServer postfix;
    private final SmtpSink far;
    private final List<List<String>> transcripts = new ArrayList<>();

    KeyOrderRun(PostfixServer postfix, SmtpSink far) {
        this.postfix = postfix;
        this.far = far;
    }

    /** The replies of each session and, in the end, what became of its message: equal for equal tables. */
    List<List<String>> hold(List<KeyOrderSession> sessions) throws IOException {
        String run = "run " + System.nanoTime() + " session ";
        for (KeyOrderSession session : sessions) {
            transcripts.add(hold(session, run + transcripts.size()));
        }
        postfix.awaitEmptyQueue();
        // postlogd(8) writes what it is told a moment later.
        Waiting.until("the log says what became of each message", () -> {
            String log = postfix.log();
            return queued().allMatch(id -> log.contains(id + ": removed"));
        });
        Map<String, Set<String>> fates = fates(postfix.log());
        Map<String, Set<String>> arrivals = arrivals();
        List<List<String>> result = new ArrayList<>();
        for (List<String> transcript : transcripts) {
            List<String> whole = new ArrayList<>();
            for (String line : transcript) {
                Matcher queued = QUEUED.matcher(line);
                if (queued.find()) {
                    whole.add(queued.replaceFirst("queued"));
                    whole.addAll(fates.getOrDefault(queued.group(1), Set.of()));
                } else {
                    whole.add(line);
                }
            }
            whole.addAll(arrivals.getOrDefault(run + result.size(), Set.of()));
            result.add(whole);
        }
        return result;
    }

    private Stream<String> queued() {
        return transcripts.stream()
                .flatMap(List::stream)
                .flatMap(line -> QUEUED.matcher(line).results())
                .map(found -> found.group(1));
    }

    private List<String> hold(KeyOrderSession session, String subject) throws IOException {
        List<String> transcript = new ArrayList<>();
        try (SmtpDialogue dialogue = SmtpDialogue.connect(postfix.port())) {
            say(dialogue, transcript, "XCLIENT NAME=" + session.name() + " ADDR=" + session.address());
            say(dialogue, transcript, "EHLO " + session.helo());
            if (!session.login().isEmpty()) {
                transcript.add("AUTH: " + dialogue.login(session.login(), "secret"));
            }
            SmtpDialogue.Reply mail = dialogue.mailUtf8(session.sender());
            transcript.add("MAIL " + session.sender() + ": " + mail);
            boolean any = false;
            for (String recipient : session.recipients()) {
                SmtpDialogue.Reply reply = dialogue.rcpt(recipient);
                transcript.add("RCPT " + recipient + ": " + reply);
                any |= reply.ok();
            }
            if (any) {
                transcript.add("DATA: " + dialogue.command("DATA"));
                transcript.add("end: "
                        + dialogue.command("Subject: %s\r\nFrom: <%s>\r\nTo: <%s>\r\n\r\nhello\r\n."
                                .formatted(
                                        subject,
                                        session.sender(),
                                        session.recipients().get(0))));
            }
        }
        return transcript;
    }

    private static void say(SmtpDialogue dialogue, List<String> transcript, String command) throws IOException {
        transcript.add(command + ": " + dialogue.command(command));
    }

    /** By subject: envelope and headers, one line for each recipient. */
    private Map<String, Set<String>> arrivals() {
        Map<String, Set<String>> arrivals = new HashMap<>();
        for (SmtpSink.Message message : far.messages()) {
            Set<String> lines = arrivals.computeIfAbsent(message.subject(), subject -> new TreeSet<>());
            message.recipients().forEach(recipient -> lines.add("  far " + message.sender() + " -> " + recipient));
            message.text()
                    .lines()
                    .filter(line -> line.startsWith("From: ") || line.startsWith("To: "))
                    .forEach(line -> lines.add("  far " + line));
        }
        return arrivals;
    }

    /** By queue identifier: the sender, and one line for each final recipient with its transport and next hop. */
    private static Map<String, Set<String>> fates(String log) {
        Map<String, Set<String>> fates = new HashMap<>();
        log.lines().forEach(line -> {
            Matcher delivery = DELIVERY.matcher(line);
            if (delivery.find()) {
                fates.computeIfAbsent(delivery.group(2), id -> new TreeSet<>())
                        .add("  " + delivery.group(1) + " " + delivery.group(3) + delivery.group(4));
            }
            Matcher sender = SENDER.matcher(line);
            if (sender.find()) {
                fates.computeIfAbsent(sender.group(1), id -> new TreeSet<>()).add("  " + sender.group(2));
            }
        });
        return fates;
    }
}
