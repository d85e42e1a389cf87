package io.github.guichet.milter.check;

import io.github.guichet.lookup.condition.CleanText;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.Modification;
import io.github.guichet.milter.session.Reply;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What is said of a message whose header is not as it should be: {@code 550 5.7.1}, refused by policy for good (RFC 3463, 3.8). */
final class Refusals {

    private static final int LONGEST_NAME = 153; // bytes: two of them and the text fit an SMTP line of 512
    private static final int LONGEST_OF_SEVERAL = 63;
    private static final int MOST_NAMES = 3;

    private Refusals() {}

    static Verdict.Objection objection(String text, String reason, List<Modification> repair) {
        return new Verdict.Objection(new Reply.Coded(550, Optional.of("5.7.1"), List.of(text)), reason, repair);
    }

    /** An objection to a message that may be put right once a source answers again; an outage refuses nothing for good. */
    static Verdict.Objection notNow(String reason) {
        return new Verdict.Objection(
                new Reply.Coded(
                        451,
                        Optional.of("4.3.0"),
                        List.of("the sender of this message cannot be checked now, try again later")),
                reason,
                List.of());
    }

    /** Of fields of which a message can have only one. */
    static String moreThanOne(SenderField field) {
        return "there is more than one " + field.header() + ": in this message: send it with one";
    }

    /** Not all of the header is known, and what is known proves nothing. */
    static Verdict.Objection tooMuchHeader() {
        return objection(
                "the header of this message is too large to be checked: send it with fewer or shorter header fields",
                "more header than can be checked",
                List.of());
    }

    /** Addresses in angle brackets, as far as a line has room for them. */
    static String bracketed(Collection<String> addresses) {
        int longest = addresses.size() == 1 ? LONGEST_NAME : LONGEST_OF_SEVERAL;
        StringBuilder text = new StringBuilder();
        int named = 0;
        for (String address : addresses) {
            if (named == MOST_NAMES) {
                return text.append(" and ")
                        .append(addresses.size() - named)
                        .append(" more")
                        .toString();
            }
            text.append(named++ == 0 ? "<" : ", <")
                    .append(CleanText.inBytes(address, longest))
                    .append('>');
        }
        return text.toString();
    }

    /** A login, or anything else that somebody sent. */
    static String shown(String name) {
        return CleanText.inBytes(name, LONGEST_NAME);
    }
}
