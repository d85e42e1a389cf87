package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.account.AccountRecord;
import java.util.Map;
import java.util.Optional;

/**
 * What a record says the name of the account is: {@code user} replaces it, {@code username} only what stands before the {@code @},
 * {@code domain} only what stands behind it; each in the order of the record.
 */
final class CanonicalUser {

    private CanonicalUser() {}

    /**
     * The name.
     *
     * @param asked the name that the record was found by
     * @return empty if the record makes it empty, which is an error in it
     */
    static Optional<String> of(String asked, AccountRecord record) {
        String user = asked;
        for (Map.Entry<String, String> field : record.fields().entrySet()) {
            String value = field.getValue();
            int at = user.indexOf('@');
            switch (field.getKey()) {
                case "user" -> user = value;
                case "username" -> user = value.indexOf('@') >= 0 || at < 0 ? value : value + user.substring(at);
                case "domain" -> user = (at < 0 ? user : user.substring(0, at)) + '@' + value;
                default -> {
                    continue;
                }
            }
            if (user.isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(user);
    }

    /** Whether a field is one of those. */
    static boolean isName(String field) {
        return field.equals("user") || field.equals("username") || field.equals("domain");
    }
}
