package io.github.guichet.endtoend;

import java.util.List;
import java.util.Set;

/** Where guichet answers otherwise than Dovecot's own auth service on purpose; docs/quirks.md says why. */
final class AccountDeviations {

    /** Users whose stored password no scheme can read. Dovecot calls every password wrong; guichet says "try again later". */
    private static final Set<String> UNREADABLE = Set.of(
            "in-plain-trunc@example.org",
            "unknown-scheme@example.org",
            "broken-hash@example.org",
            "short-hash@example.org",
            "empty-password@example.org");

    /** Users about whom Dovecot answers a question without a password with a failure. */
    private static final Set<String> NO_LOOK_UP = Set.of("no-password@example.org", "nets@example.org");

    private AccountDeviations() {}

    /** Whether two different answers to a doveadm command are among them. */
    static boolean onPurpose(
            List<String> question, AccountComparison.Answer dovecot, AccountComparison.Answer guichet) {
        String user = question.get(question.size() - (question.get(0).equals("user") || isLookUp(question) ? 1 : 2));
        if (isLookUp(question)) {
            // The networks of allow_nets, and whether a password could be checked, are for log-ins.
            boolean refused = UNREADABLE.contains(user)
                    || NO_LOOK_UP.contains(user)
                    || (question.contains("-x") && user.startsWith("nets"));
            return refused && dovecot.exit() == 75 && guichet.exit() == 0;
        }
        if (dovecot.exit() == 77 && guichet.exit() == 77) {
            return UNREADABLE.contains(user)
                    && guichet.fields().contains("code=temp_fail")
                    && !dovecot.fields().contains("code=temp_fail");
        }
        if (question.get(question.size() - 1).isEmpty()) {
            // An empty password never lets in, not even where none is needed.
            return dovecot.exit() == 0 && guichet.exit() == 77;
        }
        // The user record of a log-in has the name in lower case, as every other user record.
        return user.equals("renamed-case@example.org") && dovecot.lowerCase().equals(guichet.lowerCase());
    }

    private static boolean isLookUp(List<String> question) {
        return question.contains("lookup");
    }
}
