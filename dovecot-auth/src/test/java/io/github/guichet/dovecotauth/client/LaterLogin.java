package io.github.guichet.dovecotauth.client;

import io.github.guichet.dovecotauth.login.Login;
import io.github.guichet.dovecotauth.login.LoginRequest;
import io.github.guichet.dovecotauth.login.LoginResult;
import io.github.guichet.dovecotauth.login.LoginResult.Reason;
import io.github.guichet.dovecotauth.login.LoginResult.Refused;
import io.github.guichet.dovecotauth.login.ScramCredentials;
import io.github.guichet.dovecotauth.scheme.ScramHash;
import io.github.guichet.lookup.account.AccountRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Decides by the password: {@code good}, {@code bad}, {@code off}, {@code down}, {@code boom}. {@code later} waits for
 * {@link #answer}.
 */
final class LaterLogin implements Login {

    final List<LoginRequest> requests = new ArrayList<>();
    final List<CompletableFuture<LoginResult>> waiting = new ArrayList<>();
    AccountRecord fields = AccountRecord.EMPTY;
    LoginResult proven = accepted("user");

    static LoginResult accepted(String user) {
        return new LoginResult.Accepted(user, AccountRecord.EMPTY, AccountRecord.EMPTY);
    }

    static Refused refused(String user, Reason reason, String text, Duration delay) {
        return new Refused(user, reason, text, delay);
    }

    void answer(int index, LoginResult result) {
        waiting.get(index).complete(result);
    }

    @Override
    public CompletableFuture<LoginResult> password(
            LoginRequest request, String authorization, String user, String password) {
        requests.add(request);
        CompletableFuture<LoginResult> result = new CompletableFuture<>();
        switch (password) {
            case "good" -> result.complete(new LoginResult.Accepted(user, fields, AccountRecord.EMPTY));
            case "off" -> result.complete(refused(user, Reason.DISABLED, "Account is off", Duration.ZERO));
            case "down" -> result.complete(new LoginResult.Unavailable(user, "source db is down"));
            case "boom" -> throw new IllegalStateException("boom");
            case "later" -> waiting.add(result);
            default -> result.complete(refused(user, Reason.CREDENTIALS, "", Duration.ofSeconds(2)));
        }
        return result;
    }

    @Override
    public CompletableFuture<ScramCredentials> scram(LoginRequest request, String user, ScramHash hash) {
        return CompletableFuture.completedFuture(new ScramCredentials.Unavailable("source db is down"));
    }

    @Override
    public CompletableFuture<LoginResult> proven(LoginRequest request, String authorization, String user) {
        requests.add(request);
        return CompletableFuture.completedFuture(proven);
    }

    @Override
    public CompletableFuture<LoginResult> refuse(LoginRequest request, String user, String why) {
        return CompletableFuture.completedFuture(refused(user, Reason.CREDENTIALS, "", Duration.ofSeconds(2)));
    }
}
