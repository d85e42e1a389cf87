package io.github.guichet.milter.check;

import io.github.guichet.lookup.sendas.SendAs;
import io.github.guichet.milter.rule.Check;
import io.github.guichet.milter.rule.MailMessage;
import io.github.guichet.milter.rule.Needs;
import io.github.guichet.milter.rule.Verdict;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Objects to names in front of an address that say they were another address, or of a domain that is hosted here, check {@code
 * "display-name"}: many readers show the name alone. It looks at all mail; conditions restrict it.
 */
public final class DisplayNameCheck implements Check {

    private final Needs needs;

    /**
     * A check.
     *
     * @param rights what somebody who logged in may send as, and so may have in a name; empty = only the address itself
     */
    public DisplayNameCheck(Optional<SendAs> rights, DisplayNameCheckConfig config) {
        Set<String> fields = new HashSet<>();
        config.fields().forEach(field -> fields.add(field.key()));
        this.needs = new Needs(rights.isPresent() ? Set.of("sasl_username") : Set.of(), fields, false, Set.of());
    }

    @Override
    public Needs needs() {
        return needs;
    }

    @Override
    public CompletableFuture<Verdict> check(MailMessage message) {
        return message.fields().incomplete()
                ? CompletableFuture.completedFuture(Refusals.tooMuchHeader())
                : Verdict.PASSED;
    }
}
