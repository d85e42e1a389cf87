package io.github.guichet.policyd.notice;

import java.nio.file.Path;
import java.util.List;

/**
 * By which command notices are mailed, and to whom.
 *
 * @param to the addresses; at least one
 * @param from the sender, in the envelope and in the header
 * @param sendmail a command that takes {@code -i -f FROM -- TO…} and the mail on its standard input, as sendmail(1) of Postfix
 */
public record MailConfig(List<String> to, String from, Path sendmail) {

    /** Where Postfix, Exim and sendmail have it. */
    public static final Path SENDMAIL = Path.of("/usr/sbin/sendmail");

    private static final int LONGEST = 254; // RFC 5321, 4.5.3.1.3

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+";

    /** Refuses what is no address with an {@link IllegalArgumentException}. */
    public MailConfig {
        to = List.copyOf(to);
        if (to.isEmpty() || !isAddress(from) || !to.stream().allMatch(MailConfig::isAddress)) {
            throw new IllegalArgumentException("a mail needs addresses");
        }
    }

    /**
     * Whether a text is an address without quotes and comments, {@code user@example.org}, that no command takes for an option and no
     * header for anything else.
     */
    public static boolean isAddress(String text) {
        return text.length() <= LONGEST && !text.startsWith("-") && text.matches(ATOM + "@[A-Za-z0-9.-]+");
    }
}
