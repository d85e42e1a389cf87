package io.github.guichet.policyd.notice;

import io.github.guichet.lookup.condition.CleanText;
import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.lookup.counter.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A notice in words. Everything that a peer can have chosen is cleaned and clipped: it holds no control characters, and stays on its
 * line.
 */
final class NoticeText {

    private static final int LONGEST = 255;
    private static final int MOST = 10;

    private final Notice notice;
    private final Breach breach;

    NoticeText(Notice notice) {
        this.notice = notice;
        this.breach = notice.breach();
    }

    static String clean(String text) {
        return CleanText.of(text, LONGEST);
    }

    static List<String> clean(List<String> texts) {
        return texts.stream().limit(MOST).map(NoticeText::clean).toList();
    }

    /** The kind, as in logs and webhooks. */
    String kind() {
        return breach.kind().name().toLowerCase(Locale.ROOT);
    }

    /** {@code 100/1h}. */
    String limit() {
        return Limits.text(breach.usage().limit());
    }

    String subject() {
        String who = clean(breach.subject());
        String what = switch (breach.kind()) {
            case WARN -> who + " is about to reach " + limit();
            case OVER -> who + " is over " + limit();
            case LOCKOUT -> locked();
        };
        return "[guichet " + notice.host() + "] " + (notice.test() ? "Test: " : "") + what;
    }

    private String locked() {
        String login = clean(breach.login());
        return notice.lock() == Notice.Lock.FAILED
                ? login + " is over " + limit() + " and could NOT be locked"
                : login + " is locked: over " + limit();
    }

    /** The whole text, lines ended by LF. */
    String body() {
        StringBuilder text = new StringBuilder();
        if (notice.test()) {
            text.append("This is a test: nothing has happened. Somebody ran guichet notify-test.\n\n");
        }
        text.append(opening()).append("\n\n");
        facts().forEach((name, value) -> text.append(String.format(Locale.ROOT, "%-12s %s\n", name + ":", value)));
        text.append("\nOn ").append(notice.host()).append(":\n\n");
        commands().forEach((name, command) -> text.append("  ").append(command).append('\n'));
        text.append("\nThis is told once; again only after it was below the limit for a while.\n");
        return text.toString();
    }

    private String opening() {
        return switch (breach.kind()) {
            case WARN -> "Somebody is about to reach a limit. Nothing is refused yet.";
            case OVER ->
                "Somebody reached a limit. If this is not a newsletter that you know of, the password is probably in other hands.";
            case LOCKOUT ->
                switch (notice.lock()) {
                    case FAILED, OPEN ->
                        "Somebody reached a limit, and was to be locked out for it, but COULD NOT BE: lock the account yourself.";
                    case LOCKED -> "Somebody reached a limit and is locked out for it: no log-in, no mail from there.";
                    case BEFORE -> "Somebody reached a limit. The account was locked out already.";
                };
        };
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Login", breach.login().isEmpty() ? "none: nobody had logged in" : clean(breach.login()));
        if (!breach.subject().equals(breach.login())) {
            facts.put("Counted", clean(breach.subject()));
        }
        facts.put("Used", breach.usage().used() + " of " + limit());
        facts.put("Rule", clean(breach.rule()));
        facts.put("Answer", clean(breach.action()));
        facts.put("Networks", listed(breach.clients()));
        facts.put("Sent to", listed(breach.recipientDomains()));
        facts.put("Time", breach.at().toString());
        return facts;
    }

    private static String listed(List<String> values) {
        return values.isEmpty() ? "not known" : String.join(", ", clean(values));
    }

    /** What somebody may want to run now, by what it is for. */
    Map<String, String> commands() {
        String subject = ShellWord.of(clean(breach.subject()));
        Limit limit = breach.usage().limit();
        long more = limit.most() > Long.MAX_VALUE / 2 ? limit.most() : Math.max(2 * limit.most(), 1);
        Map<String, String> commands = new LinkedHashMap<>();
        commands.put("look", "guichet limit show " + subject);
        commands.put(
                "raise",
                String.join(
                        " ",
                        new ArrayList<>(List.of(
                                "guichet limit raise --for 24h",
                                ShellWord.of(clean(breach.rule())),
                                subject,
                                ShellWord.of(Limits.text(new Limit(more, limit.window())))))));
        if (!breach.login().isEmpty()) {
            String login = ShellWord.of(clean(breach.login()));
            commands.put("lock", "guichet lockout " + login);
            commands.put("unlock", "guichet unlock " + login);
        }
        return commands;
    }
}
