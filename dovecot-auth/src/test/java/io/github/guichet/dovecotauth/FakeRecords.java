package io.github.guichet.dovecotauth;

import io.github.guichet.dovecotauth.login.UserRecords;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Users that a test knows. The user {@code down} is one whose source is down, {@code slow} is answered when the test says so. */
public final class FakeRecords implements UserRecords {

    private final Map<String, AccountRecord> users = new LinkedHashMap<>();

    /** The facts of each question, in order. */
    public final List<Map<String, String>> facts = new ArrayList<>();

    /** What was forgotten. */
    public final List<String> forgotten = new ArrayList<>();

    /** Completes the question about {@code slow}. */
    public final CompletableFuture<AccountAnswer> slow = new CompletableFuture<>();

    /** What a listing answers; all users if not set. */
    public Keys listing = new Keys.Unlistable("not set");

    /** Adds a user with fields, as {@code name=value}. */
    public FakeRecords with(String user, String... fields) {
        users.put(user, record(user, fields));
        listing = new Keys.Listed(List.copyOf(users.keySet()));
        return this;
    }

    /** A record. */
    public static AccountRecord record(String user, String... fields) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("user", user);
        for (String field : fields) {
            String[] parts = field.split("=", 2);
            all.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return new AccountRecord(all);
    }

    private CompletableFuture<AccountAnswer> answer(String user, Map<String, String> given, boolean password) {
        facts.add(given);
        if (user.equals("slow")) {
            return slow;
        }
        AccountRecord record = users.get(user);
        AccountAnswer answer = user.equals("down")
                ? new AccountAnswer.Unavailable("source db is down")
                : record == null
                        ? AccountAnswer.NOT_FOUND
                        : new AccountAnswer.Found(
                                List.of(record.only(name -> password || !name.equals("password"))), Served.SOURCE);
        return CompletableFuture.completedFuture(answer);
    }

    @Override
    public CompletableFuture<AccountAnswer> user(String user, Map<String, String> given) {
        return answer(user, given, false);
    }

    @Override
    public CompletableFuture<AccountAnswer> pass(String user, Map<String, String> given, boolean withPassword) {
        return answer(user, given, withPassword);
    }

    @Override
    public Keys users() {
        return listing;
    }

    @Override
    public long forget(String user) {
        forgotten.add(user);
        return user.isEmpty() ? 7 : 1;
    }
}
