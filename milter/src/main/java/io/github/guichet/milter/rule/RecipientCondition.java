package io.github.guichet.milter.rule;

import io.github.guichet.lookup.condition.Condition;
import io.github.guichet.lookup.condition.Match;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A condition that asks of the recipient, on a message that may have many: it holds if all of it holds for at least one of them. If it
 * holds for none and a source could not say for one, or there are more recipients than are known, nobody can say.
 */
final class RecipientCondition {

    private static final CompletableFuture<Match> NONE = CompletableFuture.completedFuture(Match.NO);

    private static final CompletableFuture<Match> TOO_MANY =
            CompletableFuture.completedFuture(new Match.Unavailable("more recipients than are held"));

    private final Condition condition;
    private final MailMessage message;
    private final List<String> recipients;
    private Optional<CompletableFuture<Match>> unknown = Optional.empty();
    private int at;

    RecipientCondition(Condition condition, MailMessage message) {
        this.condition = condition;
        this.message = message;
        this.recipients = message.recipients();
    }

    CompletableFuture<Match> matches() {
        if (recipients.isEmpty() && message.recipientCount() == 0) {
            return condition.matches(message);
        }
        while (at < recipients.size()) {
            String recipient = recipients.get(at++);
            CompletableFuture<Match> match = condition.matches(
                    name -> name.equals(MessageFact.RECIPIENT.attribute()) ? recipient : message.fact(name));
            if (!match.isDone()) {
                return match.thenCompose(late -> holds(match, late) ? match : matches());
            }
            if (holds(match, match.join())) {
                return match;
            }
        }
        if (unknown.isPresent()) {
            return unknown.get();
        }
        return message.recipientCount() > recipients.size() ? TOO_MANY : NONE;
    }

    private boolean holds(CompletableFuture<Match> future, Match match) {
        if (match instanceof Match.Unavailable) {
            unknown = Optional.of(future);
        }
        return match instanceof Match.Yes;
    }
}
