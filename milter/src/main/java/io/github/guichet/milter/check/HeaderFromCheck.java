package io.github.guichet.milter.check;

import io.github.guichet.lookup.sendas.SendAs;
import io.github.guichet.milter.message.Fields;
import io.github.guichet.milter.rule.Check;
import io.github.guichet.milter.rule.MailMessage;
import io.github.guichet.milter.rule.Needs;
import io.github.guichet.milter.rule.Verdict;
import io.github.guichet.milter.session.ChangeKind;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Objects to mail whose header says that it is from somebody whom the login may not send as, check {@code "header-from"}. It looks only at
 * mail of somebody who logged in: what others claim is for SPF, DKIM and DMARC to judge.
 */
public final class HeaderFromCheck implements Check {

    private final HeaderFromCheckConfig config;
    private final Needs needs;

    /** A check by these rights. */
    public HeaderFromCheck(SendAs rights, HeaderFromCheckConfig config) {
        this.config = config;
        this.needs = needs(config);
    }

    private static Needs needs(HeaderFromCheckConfig config) {
        Set<String> fields = new HashSet<>();
        config.fields().forEach(field -> fields.add(field.key()));
        if (!config.rewrite()) {
            return new Needs(Set.of("sasl_username"), fields, false, Set.of());
        }
        fields.add(SenderField.REPLY_TO.key());
        return new Needs(
                Set.of("sasl_username"), fields, false, EnumSet.of(ChangeKind.ADD_FIELD, ChangeKind.CHANGE_FIELD));
    }

    @Override
    public Needs needs() {
        return needs;
    }

    @Override
    public CompletableFuture<Verdict> check(MailMessage message) {
        if (message.login().isEmpty()) {
            return Verdict.PASSED;
        }
        Fields fields = message.fields();
        if (fields.incomplete()) {
            return CompletableFuture.completedFuture(Refusals.tooMuchHeader());
        }
        for (SenderField field : config.fields()) {
            int count = fields.count(field.key());
            if (field.isOnce() && count > 1) {
                return CompletableFuture.completedFuture(Refusals.objection(
                        "there is more than one " + field.header() + ": in this message: send it with one",
                        "more than one " + field.header() + ":",
                        List.of()));
            }
        }
        return Verdict.PASSED;
    }
}
