package io.github.guichet.policyd.check;

import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.alias.Expansion;
import io.github.guichet.lookup.counter.MarkAnswer;
import io.github.guichet.lookup.key.EnvelopeAddress;
import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.Check;
import io.github.guichet.policyd.rule.Decision;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Stage;
import io.github.guichet.policyd.rule.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Refuses mail for mailboxes that are full, check {@code "quota"}, while the sender's server still has it: what is refused at delivery
 * comes back as a bounce, to an address that is often forged. {@code 452 4.2.2} for a grace time, then {@code 552 5.2.2}.
 *
 * <p>What counts are the mailboxes that the recipient leads to. As long as one of them has room, or is not ours, or nobody knows how
 * full it is, the mail is taken: a full mailbox must not close a list for the others. Asked at RCPT, with the size that the sender
 * announces, and at END-OF-MESSAGE with the real one, if Postfix names a recipient there because there is only one.
 */
public final class QuotaCheck implements Check {

    private static final Action FOR_A_WHILE =
            new Action(Decision.DEFER, "452 4.2.2 Mailbox full, please try again later");
    private static final Action FOR_GOOD = new Action(Decision.REJECT, "552 5.2.2 Mailbox full");

    private final QuotaCheckConfig config;
    private final MailboxRoom rooms;
    private final FullSince since;

    /** A check on these maps. */
    public QuotaCheck(QuotaCheckConfig config) {
        this.config = config;
        this.rooms = new MailboxRoom(config);
        this.since = new FullSince(config.marks(), config.rule(), config.grace());
    }

    @Override
    public CompletableFuture<Verdict> check(PolicyRequest request, Mode mode) {
        boolean asked = request.stage() == Stage.RCPT || request.stage() == Stage.END_OF_MESSAGE;
        if (!asked || request.recipient().isEmpty()) {
            return Verdict.PASSED;
        }
        String recipient =
                EnvelopeAddress.of(request.recipient(), config.address()).external();
        long size = request.size();
        return config.aliases().expand(recipient, new Trail()).thenCompose(way -> {
            if (way instanceof Expansion.Unavailable unavailable) {
                return unavailable(unavailable.reason());
            }
            return way instanceof Expansion.Expanded expanded
                    ? look(expanded.finals(), size, 0, new ArrayList<>(), Room.FREE)
                    : Verdict.PASSED; // too many to be all full, and Postfix will not deliver to them anyway
        });
    }

    /** Until one has room; one that nobody knows of matters only if all others are full. */
    private CompletableFuture<Verdict> look(
            List<String> mailboxes, long size, int from, List<String> full, Room unknown) {
        Room worst = unknown;
        for (int i = from; i < mailboxes.size(); i++) {
            CompletableFuture<Room> asked = rooms.room(mailboxes.get(i), size);
            if (!asked.isDone()) {
                int next = i + 1;
                Room before = worst;
                return asked.thenCompose(room -> note(room, full)
                        ? Verdict.PASSED
                        : look(mailboxes, size, next, full, room instanceof Room.Unknown ? room : before));
            }
            Room room = asked.join();
            if (note(room, full)) {
                return Verdict.PASSED;
            }
            worst = room instanceof Room.Unknown ? room : worst;
        }
        return worst instanceof Room.Unknown why ? unavailable(why.reason()) : judge(full);
    }

    /** Takes note of one; says whether that is enough to let the mail in. */
    private boolean note(Room room, List<String> full) {
        if (room instanceof Room.Full one) {
            full.add(one.mailbox());
        } else if (room instanceof Room.Roomy one) {
            since.free(one.mailbox());
        }
        return room instanceof Room.Free || room instanceof Room.Roomy;
    }

    private CompletableFuture<Verdict> judge(List<String> full) {
        if (full.isEmpty()) {
            return Verdict.PASSED;
        }
        String reason =
                full.size() == 1 ? full.get(0) + " is full" : "all " + full.size() + " mailboxes behind it are full";
        if (config.grace().isZero()) {
            return decide(FOR_GOOD, reason);
        }
        return InOrder.ask(full, since::full).thenCompose(marks -> {
            Duration shortest = Duration.ofSeconds(Long.MAX_VALUE);
            for (MarkAnswer mark : marks) {
                if (mark instanceof MarkAnswer.Unavailable unavailable) {
                    return unavailable(unavailable.reason());
                }
                if (mark instanceof MarkAnswer.Known known) {
                    Duration one = Duration.between(known.first(), known.last());
                    shortest = one.compareTo(shortest) < 0 ? one : shortest;
                }
            }
            return decide(
                    shortest.compareTo(config.grace()) < 0 ? FOR_A_WHILE : FOR_GOOD,
                    reason + ", for " + shortest.toHours() + " hours");
        });
    }

    private static CompletableFuture<Verdict> decide(Action action, String reason) {
        return CompletableFuture.completedFuture(new Verdict.Decide(action, reason));
    }

    private static CompletableFuture<Verdict> unavailable(String reason) {
        return CompletableFuture.completedFuture(new Verdict.Unavailable(reason));
    }
}
