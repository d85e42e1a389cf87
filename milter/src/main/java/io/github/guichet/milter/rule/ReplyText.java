package io.github.guichet.milter.rule;

import io.github.guichet.lookup.condition.CleanText;
import io.github.guichet.lookup.condition.Placeholders;
import io.github.guichet.lookup.condition.TemplateException;
import io.github.guichet.lookup.condition.TextTemplate;
import io.github.guichet.milter.session.Reply;
import io.github.guichet.server.Nearest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A refusal as a configuration has it, key {@code text}: {@code 550 5.7.1 {from} is not yours}. Several lines are separated by LF; only
 * the first has the code. Placeholders are <code>{from}</code>, <code>{sender}</code>, <code>{recipient}</code>,
 * <code>{login}</code>, <code>{client}</code>, <code>{client_name}</code>, <code>{helo}</code>, <code>{size}</code>,
 * <code>{queue_id}</code>, <code>{rule}</code>, <code>{reason}</code> and <code>{attribute:NAME}</code>.
 *
 * <p>No value can change the code, the status code, or how many lines there are: none of these has placeholders; values are cleaned and
 * clipped. Without a status code it gets {@code 4.7.1} or {@code 5.7.1}, because else a value could become it. Immutable.
 */
public final class ReplyText {

    private static final String FROM = "from";
    private static final int LONGEST = 2000;
    private static final int MOST_LINES = 32;
    private static final int LONGEST_VALUE = 160;
    /** Of a line, in bytes: what RFC 5321 4.5.3.1.5 leaves behind code, status code and line end. */
    private static final int LONGEST_LINE = 490;

    private static final Pattern HEAD = Pattern.compile(
            "([45][0-9][0-9])(?:[ \t]+([0-9]+\\.\\d{1,3}\\.\\d{1,3})(?=[ \t\n]|$))?(?:[ \t]+|(?=\n)|$)");

    private static final Placeholders PLACEHOLDERS =
            new Placeholders(Placeholders.OF_MAIL, MessageFact.names(), Nearest::hint).with(FROM);

    private final int code;
    private final String status;
    private final List<TextTemplate> lines;

    private ReplyText(int code, String status, List<TextTemplate> lines) {
        this.code = code;
        this.status = status;
        this.lines = List.copyOf(lines);
    }

    /**
     * Reads a reply.
     *
     * @throws ReplyTextException for what is no refusal of SMTP
     */
    public static ReplyText parse(String text) throws ReplyTextException {
        check(text);
        Matcher head = HEAD.matcher(text);
        if (!head.lookingAt()) {
            throw new ReplyTextException(
                    0, "must begin with a reply code 4NN or 5NN and a blank: \"550 5.7.1 {from} is not yours\"");
        }
        String status = Optional.ofNullable(head.group(2)).orElse("");
        if (!status.isEmpty() && (status.charAt(0) != text.charAt(0) || status.charAt(1) != '.')) {
            throw new ReplyTextException(
                    head.start(2), "the status code must begin with " + text.charAt(0) + ", as the reply code does");
        }
        List<TextTemplate> lines = lines(text, head.end());
        return new ReplyText(
                Integer.parseInt(head.group(1)), status.isEmpty() ? text.charAt(0) + ".7.1" : status, lines);
    }

    private static void check(String text) throws ReplyTextException {
        if (text.length() > LONGEST) {
            throw new ReplyTextException(LONGEST, "must not be longer than " + LONGEST + " characters");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && c != '\n' && c != '\t') {
                throw new ReplyTextException(i, "must not have control characters; lines are separated by \\n");
            }
        }
        if (!CleanText.isClean(text.replace('\t', ' ').replace('\n', ' '))) {
            throw new ReplyTextException(0, "must not have characters that cannot be seen");
        }
    }

    private static List<TextTemplate> lines(String text, int from) throws ReplyTextException {
        if (text.substring(from).isBlank()) {
            throw new ReplyTextException(0, "must have a text behind the code: what the sender is to do");
        }
        List<TextTemplate> lines = new ArrayList<>();
        int at = from;
        while (at <= text.length()) {
            int end = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
            if (text.substring(at, end).getBytes(StandardCharsets.UTF_8).length > LONGEST_LINE) {
                throw new ReplyTextException(
                        at, "must not have lines of more than " + LONGEST_LINE + " bytes: separate them by \\n");
            }
            if (lines.size() == MOST_LINES) {
                throw new ReplyTextException(at, "must not have more than " + MOST_LINES + " lines");
            }
            lines.add(line(text, at, end));
            at = end + 1;
        }
        return lines;
    }

    private static TextTemplate line(String text, int from, int end) throws ReplyTextException {
        try {
            return TextTemplate.read("", text.substring(0, end).replace('\t', ' '), from, PLACEHOLDERS);
        } catch (TemplateException e) {
            throw new ReplyTextException(e.offset(), String.valueOf(e.getMessage()));
        }
    }

    /** What has to be known for it. */
    Needs needs() {
        Set<String> facts = new HashSet<>();
        lines.forEach(line -> facts.addAll(line.facts()));
        boolean from = facts.remove(FROM);
        return new Needs(facts, from ? Set.of(FROM) : Set.of(), facts.contains("recipient"), Set.of());
    }

    /**
     * The reply about one message.
     *
     * @param rule the rule's name
     * @param reason why, as the check says it
     */
    public Reply.Coded fill(MailMessage message, String rule, String reason) {
        List<String> filled = new ArrayList<>(lines.size());
        for (TextTemplate line : lines) {
            filled.add(clipped(line.fill(
                    fact -> fact.equals(FROM) ? FromText.of(message) : message.fact(fact),
                    rule,
                    reason,
                    LONGEST_VALUE)));
        }
        return new Reply.Coded(code, Optional.of(status), filled);
    }

    /** What an SMTP client has to take, of what may be longer. */
    static String clipped(String line) {
        return CleanText.inBytes(line, LONGEST_LINE);
    }
}
