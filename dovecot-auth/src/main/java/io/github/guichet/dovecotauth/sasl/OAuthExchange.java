package io.github.guichet.dovecotauth.sasl;

import io.github.guichet.dovecotauth.login.LoginResult;
import io.github.guichet.dovecotauth.login.LoginResult.Accepted;
import io.github.guichet.dovecotauth.login.LoginResult.Reason;
import io.github.guichet.dovecotauth.login.LoginResult.Refused;
import io.github.guichet.dovecotauth.login.LoginResult.Unavailable;
import io.github.guichet.dovecotauth.oauth.TokenCheck;
import io.github.guichet.dovecotauth.oauth.TokenCheck.Verdict;
import io.github.guichet.dovecotauth.sasl.OAuthMessage.Form;
import io.github.guichet.dovecotauth.sasl.SaslStep.Challenge;
import io.github.guichet.dovecotauth.sasl.SaslStep.Done;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One run of XOAUTH2 or OAUTHBEARER. A refusal is a challenge with the reason; the client answers it with nothing of meaning, and
 * then it fails.
 */
final class OAuthExchange implements SaslExchange {

    private final Form form;
    private final Attempt attempt;
    private final TokenCheck tokens;
    private final OAuthHints hints;
    private volatile @Nullable LoginResult refusal;

    OAuthExchange(Form form, Attempt attempt, TokenCheck tokens, OAuthHints hints) {
        this.form = form;
        this.attempt = attempt;
        this.tokens = tokens;
        this.hints = hints;
    }

    @Override
    public CompletableFuture<SaslStep> step(Optional<byte[]> response) {
        LoginResult known = refusal;
        if (known != null) {
            return CompletableFuture.completedFuture(new Done(known, SaslText.EMPTY));
        }
        if (response.isEmpty()) {
            return Attempt.challenge(SaslText.EMPTY);
        }
        Optional<OAuthMessage> message =
                SaslText.of(response.get(), SaslText.LONGEST_WITH_TOKEN).flatMap(text -> OAuthMessage.of(form, text));
        if (message.isEmpty()) {
            return refuse("", "invalid_request", "message is not understood");
        }
        OAuthMessage client = message.get();
        return tokens.check(client.token()).thenCompose(verdict -> decided(client, verdict));
    }

    private CompletableFuture<SaslStep> decided(OAuthMessage client, Verdict verdict) {
        if (verdict instanceof Verdict.Valid valid) {
            return attempt.proven(client.user(), valid.user())
                    .thenApply(result -> told(Attempt.forProxy(result, client.token()), status(result)));
        } else if (verdict instanceof Verdict.Invalid invalid) {
            return refuse(client.user(), invalid.status(), invalid.why());
        }
        String reason = ((Verdict.Unavailable) verdict).reason();
        return CompletableFuture.completedFuture(new Done(new Unavailable(client.user(), reason), SaslText.EMPTY));
    }

    /** A user who is switched off has a good token that does not suffice, as Dovecot puts it. */
    private static String status(LoginResult result) {
        return result instanceof Refused refused
                        && (refused.reason() == Reason.DISABLED || refused.reason() == Reason.EXPIRED)
                ? "insufficient_scope"
                : "invalid_token";
    }

    /** Counted now, because a client need not come back after the challenge. */
    private CompletableFuture<SaslStep> refuse(String user, String status, String why) {
        return attempt.login()
                .refuse(attempt.request(), user, attempt.request().mechanism() + ": " + why)
                .thenApply(result -> told(result, status));
    }

    private SaslStep told(LoginResult result, String status) {
        if (result instanceof Accepted || result instanceof Unavailable) {
            return new Done(result, SaslText.EMPTY);
        }
        refusal = result;
        return new Challenge(hints.challenge(form, status));
    }
}
