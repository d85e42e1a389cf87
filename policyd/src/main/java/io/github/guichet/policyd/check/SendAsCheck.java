package io.github.guichet.policyd.check;

import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.condition.CleanText;
import io.github.guichet.lookup.sendas.Owners;
import io.github.guichet.lookup.sendas.SendAs;
import io.github.guichet.lookup.sendas.SendAsVerdict;
import io.github.guichet.policyd.rule.Action;
import io.github.guichet.policyd.rule.Check;
import io.github.guichet.policyd.rule.Decision;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Verdict;
import java.util.concurrent.CompletableFuture;

/**
 * Refuses senders that the login may not send as, check {@code "send-as"}: {@code 553 5.7.1}, as reject_sender_login_mismatch and its
 * kin of Postfix do (smtpd_check.c). The null sender passes: it is nobody's, and bounces need it. Where there is no sender yet, at
 * CONNECT and HELO, it has nothing to say; everywhere else it says the same, so that the rule may be asked at any stage.
 */
public final class SendAsCheck implements Check {

    private static final int LONGEST_NAME = 150; // two of them and the text fit an SMTP line of 512 bytes, if ASCII

    private final SendAs rights;
    private final SendAsCheckConfig config;

    /** A check by these rights. */
    public SendAsCheck(SendAs rights, SendAsCheckConfig config) {
        this.rights = rights;
        this.config = config;
    }

    @Override
    public CompletableFuture<Verdict> check(PolicyRequest request, Mode mode) {
        String sender = request.sender();
        if (sender.isEmpty()) {
            return Verdict.PASSED;
        }
        String login = request.login();
        if (login.isEmpty()) {
            return config.refuseUnauthenticated() ? withoutLogin(sender) : Verdict.PASSED;
        }
        CompletableFuture<SendAsVerdict> answer = rights.maySend(login, sender, new Trail());
        if (answer.isDone() && answer.join() instanceof SendAsVerdict.Allowed) {
            return Verdict.PASSED;
        }
        return answer.thenApply(said -> verdict(said, login, sender));
    }

    private Verdict verdict(SendAsVerdict said, String login, String sender) {
        if (said instanceof SendAsVerdict.Unavailable unavailable) {
            return new Verdict.Unavailable(unavailable.reason());
        }
        if (!(said instanceof SendAsVerdict.Refused refused) || (!refused.owned() && !config.refuseUnowned())) {
            return Verdict.PASS;
        }
        String text = "553 5.7.1 <" + shown(sender) + "> is not owned by user " + shown(login)
                + ": send with an address of your own, or ask your administrator for the right to use this one";
        return new Verdict.Decide(
                new Action(Decision.REJECT, text),
                refused.owned() ? "the sender belongs to others" : "the sender belongs to nobody");
    }

    private CompletableFuture<Verdict> withoutLogin(String sender) {
        return rights.owners(sender, new Trail()).thenApply(owners -> {
            if (owners instanceof Owners.Unavailable unavailable) {
                return new Verdict.Unavailable(unavailable.reason());
            }
            boolean owned = owners instanceof Owners.Known known && known.owned();
            String text = "553 5.7.1 <" + shown(sender)
                    + "> belongs to a user here, who has to log in: send through the submission service, with your password";
            return owned
                    ? new Verdict.Decide(
                            new Action(Decision.REJECT, text), "the sender belongs to somebody, and nobody logged in")
                    : Verdict.PASS;
        });
    }

    private static String shown(String name) {
        return CleanText.of(name, LONGEST_NAME);
    }
}
