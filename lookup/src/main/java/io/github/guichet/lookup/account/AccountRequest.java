package io.github.guichet.lookup.account;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * One question about an account, and what is known of whoever asks.
 *
 * @param user the user name, normalised ({@link UserNames}); not empty, no control characters
 * @param facts the rest, by the long names of Dovecot's variables: {@code service}, {@code lip}, {@code rip}, {@code lport},
 *     {@code rport}, {@code real_rip}, {@code mech}, {@code secured}, {@code session}, {@code local_name}, {@code orig_user},
 *     {@code login_user}, {@code master_user}, {@code password} (only while a plaintext password is being checked) … What is
 *     not known is not there
 */
public record AccountRequest(String user, Map<String, String> facts) {

    /** Keeps a copy. */
    public AccountRequest {
        if (user.isEmpty()) {
            throw new IllegalArgumentException("a user name is never empty");
        }
        facts = Map.copyOf(facts);
    }

    /** A question of somebody about whom nothing is known. */
    public static AccountRequest of(String user) {
        return new AccountRequest(user, Map.of());
    }

    /** A fact, or an empty text. */
    public String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    /** The same question with one more fact. */
    public AccountRequest with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(facts);
        more.put(name, value);
        return new AccountRequest(user, more);
    }

    /** The same question about another user. */
    public AccountRequest about(String other) {
        return new AccountRequest(other, facts);
    }

    /** Shows which facts there are, and none of them: one may be the password. */
    @Override
    public String toString() {
        return "AccountRequest[" + user + ", " + new TreeSet<>(facts.keySet()) + "]";
    }
}
