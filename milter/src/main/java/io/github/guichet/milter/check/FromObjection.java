package io.github.guichet.milter.check;

import io.github.guichet.lookup.condition.CleanText;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * What there is against the fields of a message.
 *
 * @param text for its sender
 * @param reason for the log
 * @param bad the claims that must not stay as they are
 */
record FromObjection(String text, String reason, List<Claim> bad) {

    private static final int LONGEST_REASON = 200;

    FromObjection {
        bad = List.copyOf(bad);
    }

    /** What is said, if there is a problem or a refused address. */
    static FromObjection of(String login, List<Claim> claims, AddressRights.Standing standing) {
        List<Claim> bad = new ArrayList<>(claims.size());
        List<String> problems = new ArrayList<>(1);
        StringJoiner reasons = new StringJoiner(", ");
        StringJoiner foreign = new StringJoiner(", ");
        int refused = 0;
        for (Claim claim : claims) {
            List<String> others = standing.refused().stream()
                    .filter(claim.addresses()::contains)
                    .toList();
            claim.problem().ifPresent(problem -> {
                problems.add(problem.advice());
                reasons.add(problem.reason());
            });
            if (!others.isEmpty()) {
                refused += others.size();
                foreign.add(claim.field().header() + ": " + Refusals.bracketed(others));
                reasons.add(claim.field().header() + ": is " + Refusals.bracketed(others));
            }
            if (claim.problem().isPresent() || !others.isEmpty()) {
                bad.add(claim);
            }
        }
        String text = problems.isEmpty()
                ? foreign + (refused == 1 ? " is not an address of " : " are not addresses of ") + Refusals.shown(login)
                        + ": send with an address of your own, or ask your administrator for the right to use "
                        + (refused == 1 ? "this one" : "these")
                : problems.get(0);
        return new FromObjection(text, CleanText.of(reasons.toString(), LONGEST_REASON), bad);
    }
}
