package io.github.guichet.policyd.check;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.AnyTable;
import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.EnvelopeAddress;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.Check;
import io.github.guichet.policyd.rule.Decision;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Stage;
import io.github.guichet.policyd.rule.Verdict;
import java.util.concurrent.CompletableFuture;

/**
 * Refuses recipients that are unknown in a domain that is ours, check {@code "recipient"}: {@code 550 5.1.1}, as check_rcpt_maps() of
 * Postfix's smtpd does. It has no opinion on other domains, on domains for which this host is only a backup, and on addresses without a
 * domain, among them the {@code postmaster} of RFC 5321.
 *
 * <p>An account that is not active is one that the maps do not know. Extensions, catch-alls and alias domains are the business of
 * the maps. Asks only where there is a recipient: at RCPT and VRFY. The sender does not matter, so probes and bounces are told
 * the same.
 */
public final class RecipientCheck implements Check {

    private static final CompletableFuture<Verdict> UNKNOWN = CompletableFuture.completedFuture(new Verdict.Decide(
            new Action(Decision.REJECT, "550 5.1.1 User unknown"), "the recipient is unknown or not active"));

    private final AnyTable domains;
    private final AnyTable recipients;
    private final AnyTable elsewhere;
    private final AddressConfig address;

    /** A check on these maps. */
    public RecipientCheck(RecipientCheckConfig config) {
        domains = new AnyTable(config.domains());
        recipients = new AnyTable(config.recipients());
        elsewhere = new AnyTable(config.elsewhere());
        address = config.address();
    }

    @Override
    public CompletableFuture<Verdict> check(PolicyRequest request, Mode mode) {
        boolean asked = request.stage() == Stage.RCPT || request.stage() == Stage.VRFY;
        if (!asked || request.recipient().isEmpty()) {
            return Verdict.PASSED;
        }
        MailAddress recipient = EnvelopeAddress.of(request.recipient(), address);
        if (!recipient.hasDomain() || isPostfixsOwn(recipient)) {
            return Verdict.PASSED;
        }
        return domains.find(recipient.domain())
                .thenCompose(ours -> ours instanceof Answer.NotFound ? Verdict.PASSED : notForeign(recipient, ours));
    }

    private CompletableFuture<Verdict> notForeign(MailAddress recipient, Answer ours) {
        return elsewhere
                .find(recipient.domain())
                .thenCompose(backup ->
                        backup instanceof Answer.Found ? Verdict.PASSED : known(recipient, worse(ours, backup)));
    }

    /** Only who is not known depends on whether the domain is really ours. */
    private CompletableFuture<Verdict> known(MailAddress recipient, Answer domain) {
        return recipients.find(recipient.external()).thenCompose(found -> {
            if (found instanceof Answer.Found) {
                return Verdict.PASSED;
            }
            return worse(domain, found) instanceof Answer.Unavailable unavailable
                    ? CompletableFuture.completedFuture(new Verdict.Unavailable(unavailable.reason()))
                    : UNKNOWN;
        });
    }

    private static Answer worse(Answer one, Answer other) {
        return one instanceof Answer.Unavailable ? one : other;
    }

    /** Names that Postfix itself takes mail for in its local domains, whether a map has them or not. */
    private boolean isPostfixsOwn(MailAddress recipient) {
        String local = recipient.local();
        boolean own = local.equalsIgnoreCase("postmaster")
                || local.equalsIgnoreCase("mailer-daemon")
                || local.equalsIgnoreCase(address.doubleBounceSender());
        return own && address.isLocal(CaseFold.fold(recipient.domain()));
    }
}
