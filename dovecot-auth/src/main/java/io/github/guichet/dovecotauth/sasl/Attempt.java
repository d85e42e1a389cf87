package io.github.guichet.dovecotauth.sasl;

import io.github.guichet.dovecotauth.login.Login;
import io.github.guichet.dovecotauth.login.LoginRequest;
import io.github.guichet.dovecotauth.login.LoginResult;
import io.github.guichet.dovecotauth.login.LoginResult.Accepted;
import io.github.guichet.dovecotauth.sasl.SaslStep.Challenge;
import io.github.guichet.dovecotauth.sasl.SaslStep.Done;
import java.util.concurrent.CompletableFuture;

/** What every exchange has and how it ends: one client, one question to {@link Login}. */
record Attempt(LoginRequest request, Login login) {

    static CompletableFuture<SaslStep> challenge(byte[] data) {
        return CompletableFuture.completedFuture(new Challenge(data));
    }

    /** Ends with what became of a question. */
    static CompletableFuture<SaslStep> end(CompletableFuture<LoginResult> result) {
        return result.thenApply(r -> new Done(r, SaslText.EMPTY));
    }

    /** Ends because the client did not keep to the mechanism. */
    CompletableFuture<SaslStep> broken(String user, String why) {
        return end(login.refuse(request, user, request.mechanism() + ": " + why));
    }

    /**
     * Ends by checking a password. Where the account is on another server, the login process needs the password to log in there
     * (Dovecot's field {@code pass}), unless the source gave it one.
     */
    CompletableFuture<SaslStep> password(String authorization, String user, String password) {
        String other = authorization.equals(user) ? "" : authorization;
        return end(login.password(request, other, user, password).thenApply(r -> forProxy(r, password)));
    }

    /** As {@link #password}, when something else than a password has proven who the client is. */
    CompletableFuture<LoginResult> proven(String authorization, String user) {
        return login.proven(request, authorization.equals(user) ? "" : authorization, user);
    }

    static LoginResult forProxy(LoginResult result, String secret) {
        if (result instanceof Accepted a
                && a.fields().has("proxy")
                && !a.fields().has("pass")) {
            return new Accepted(a.user(), a.fields().with("pass", secret), a.prefetched());
        }
        return result;
    }
}
