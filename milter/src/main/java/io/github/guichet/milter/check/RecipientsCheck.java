package io.github.guichet.milter.check;

import io.github.guichet.milter.rule.Check;
import io.github.guichet.milter.rule.MailMessage;
import io.github.guichet.milter.rule.Needs;
import io.github.guichet.milter.rule.Verdict;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Objects to mail for too many recipients, or for recipients elsewhere, check {@code "recipients"}: {@code 550 5.7.1}. It holds for all
 * mail that the rule's condition lets through, also of clients that did not log in.
 */
public final class RecipientsCheck implements Check {

    private final RecipientLimit limit;
    private final Optional<ForeignRecipients> foreign;
    private final Needs needs;

    /** A check of this configuration. */
    public RecipientsCheck(RecipientsCheckConfig config) {
        this.limit = new RecipientLimit(config.max(), config.maxMap());
        this.foreign = config.refuseForeign() ? Optional.of(new ForeignRecipients(config)) : Optional.empty();
        Set<String> facts = new HashSet<>();
        if (config.maxMap().isPresent()
                || (config.refuseForeign() && config.foreignMap().isPresent())) {
            facts.add("sasl_username");
            facts.add("client_address");
        }
        this.needs = new Needs(facts, Set.of(), true, Set.of());
    }

    @Override
    public Needs needs() {
        return needs;
    }

    @Override
    public CompletableFuture<Verdict> check(MailMessage message) {
        CompletableFuture<Verdict> many = limit.check(message);
        if (foreign.isEmpty()) {
            return many;
        }
        return many.isDone()
                ? both(many.join(), foreign.get(), message)
                : many.thenCompose(late -> both(late, foreign.get(), message));
    }

    /** An objection of either is one; that a source said nothing about the other does not matter then. */
    private static CompletableFuture<Verdict> both(Verdict many, ForeignRecipients foreign, MailMessage message) {
        if (many instanceof Verdict.Objection) {
            return CompletableFuture.completedFuture(many);
        }
        CompletableFuture<Verdict> elsewhere = foreign.check(message);
        if (many instanceof Verdict.Pass) {
            return elsewhere;
        }
        return elsewhere.thenApply(said -> said instanceof Verdict.Objection ? said : many);
    }
}
