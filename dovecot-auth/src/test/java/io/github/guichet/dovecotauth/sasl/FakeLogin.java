package io.github.guichet.dovecotauth.sasl;

import io.github.guichet.dovecotauth.login.Login;
import io.github.guichet.dovecotauth.login.LoginRequest;
import io.github.guichet.dovecotauth.login.LoginResult;
import io.github.guichet.dovecotauth.login.ScramCredentials;
import io.github.guichet.dovecotauth.scheme.ScramHash;
import io.github.guichet.lookup.account.AccountRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Lets in whom a mechanism has proven, knows one password, and writes down what it is asked. */
final class FakeLogin implements Login {

    final List<String> asked = new ArrayList<>();
    AccountRecord fields = AccountRecord.EMPTY;
    ScramCredentials scram = new ScramCredentials.Unavailable("not in this test");
    LoginResult proven = accepted("user");

    static LoginResult accepted(String user) {
        return new LoginResult.Accepted(user, AccountRecord.EMPTY, AccountRecord.EMPTY);
    }

    static LoginResult refused(String user) {
        return new LoginResult.Refused(user, LoginResult.Reason.CREDENTIALS, "", Duration.ofSeconds(2));
    }

    static LoginRequest request(String mechanism, String... facts) {
        Map<String, String> map = new java.util.LinkedHashMap<>(Map.of("service", "smtp"));
        for (int i = 0; i < facts.length; i += 2) {
            map.put(facts[i], facts[i + 1]);
        }
        return new LoginRequest(mechanism, map);
    }

    @Override
    public CompletableFuture<LoginResult> password(
            LoginRequest request, String authorization, String user, String password) {
        asked.add("password " + authorization + "|" + user + "|" + password);
        return CompletableFuture.completedFuture(
                password.equals("good") ? new LoginResult.Accepted(user, fields, AccountRecord.EMPTY) : refused(user));
    }

    @Override
    public CompletableFuture<ScramCredentials> scram(LoginRequest request, String user, ScramHash hash) {
        asked.add("scram " + user);
        return CompletableFuture.completedFuture(scram);
    }

    @Override
    public CompletableFuture<LoginResult> proven(LoginRequest request, String authorization, String user) {
        asked.add("proven " + authorization + "|" + user);
        return CompletableFuture.completedFuture(proven);
    }

    @Override
    public CompletableFuture<LoginResult> refuse(LoginRequest request, String user, String why) {
        asked.add("refuse " + user + "|" + why);
        return CompletableFuture.completedFuture(refused(user));
    }
}
