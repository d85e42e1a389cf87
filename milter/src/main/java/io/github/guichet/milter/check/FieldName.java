package io.github.guichet.milter.check;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Names of header fields, and what a rule must not do to some of them. What finds its way by Received: (loops are found by counting
 * them), what says who wrote a message, and what says how its body is to be read are not for a rule that only knows texts.
 */
public final class FieldName {

    /** RFC 5322, 2.1.1: a line has at most 998 bytes; with its colon and something behind it a name has to fit. */
    private static final int LONGEST = 200;

    /** Without these a message is none, or another one (RFC 5322, 3.6; RFC 2045). */
    private static final Set<String> NEEDED = Set.of(
            "from",
            "date",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
            "content-disposition",
            "content-id",
            "content-description");

    /** What hosts on the way write, one block each, in order (RFC 5322, 3.6.7; RFC 8601; RFC 8617). */
    private static final Set<String> TRACE = Set.of(
            "received",
            "return-path",
            "delivered-to",
            "authentication-results",
            "arc-authentication-results",
            "arc-message-signature",
            "arc-seal",
            "dkim-signature");

    /** Of these there is one at most (RFC 5322, 3.6): a second one makes readers disagree. */
    private static final Set<String> SINGLE =
            Set.of("sender", "reply-to", "to", "cc", "bcc", "message-id", "in-reply-to", "references", "subject");

    private FieldName() {}

    /** Whether it is a name of a field (RFC 5322, 2.2: printable ASCII without the colon), and not too long. */
    public static boolean isValid(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST
                && name.chars().allMatch(c -> c > ' ' && c <= '~' && c != ':');
    }

    /** Why fields of this name cannot be removed; empty if they can. */
    public static Optional<String> whyNotRemove(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        if (small.equals("received")) {
            return Optional.of(
                    "Received: is not removed by name, because mail loops are found by it; see check = \"privacy\"");
        }
        if (small.equals("authentication-results")) {
            return Optional.of("Authentication-Results: is what check = \"auth-results\" is for");
        }
        return NEEDED.contains(small) ? Optional.of("no message can do without " + name + ":") : whyNot(name);
    }

    /** Why a field of this name cannot be replaced; empty if it can. */
    public static Optional<String> whyNotSet(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        if (NEEDED.contains(small)) {
            return Optional.of(
                    small.equals("from")
                            ? "From: is not replaced by a text; see rewrite of check = \"header-from\""
                            : "a text cannot replace " + name + ":, by which the message is read");
        }
        return TRACE.contains(small)
                ? Optional.of(name + ": is written by hosts on the way, and is not replaced by a text")
                : whyNot(name);
    }

    /** Why a field of this name cannot be added; empty if it can. */
    public static Optional<String> whyNotAdd(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        if (NEEDED.contains(small) || SINGLE.contains(small)) {
            return Optional.of("a message has one " + name + ": at most" + (SINGLE.contains(small) ? "; see set" : ""));
        }
        return TRACE.contains(small)
                ? Optional.of(name + ": is written by hosts on the way, and is not made of a text")
                : whyNot(name);
    }

    private static Optional<String> whyNot(String name) {
        return isValid(name)
                ? Optional.empty()
                : Optional.of("this is no name of a header field; allowed: 1 to " + LONGEST
                        + " printable ASCII characters without space and colon");
    }

    static void refuse(Optional<String> problem) {
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
    }
}
