package io.github.guichet.dovecotauth.login;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes of a userdb's record what a peer can use: numeric {@code uid} and {@code gid}, defaults, the canonical name. Dovecot's
 * words for a userdb are understood: {@code tempfail} is "unavailable", {@code system_user} is {@code system_groups_user}.
 */
final class UserFields {

    private final AccountRecord defaults;
    private final SystemNames users;
    private final SystemNames groups;

    UserFields(AccountRecord defaults, Ticker ticker) {
        this.defaults = defaults;
        this.users = new SystemNames(Path.of("/etc/passwd"), ticker);
        this.groups = new SystemNames(Path.of("/etc/group"), ticker);
    }

    /**
     * Found with one record that has the field {@code user}; or unavailable when a uid or gid is neither a number nor a local name:
     * mail in the hands of a wrong uid is worse than mail that waits.
     */
    AccountAnswer finished(String asked, AccountRecord raw, Served served) {
        AccountRecord record = FieldSuffixes.withDefaults(FieldSuffixes.userdb(raw), defaults);
        if (record.has("tempfail")) {
            return new AccountAnswer.Unavailable("the user record of " + asked + " says tempfail");
        }
        Optional<String> user = CanonicalUser.of(asked, record);
        if (user.isEmpty()) {
            return new AccountAnswer.Unavailable("the user record of " + asked + " makes the name empty");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("user", user.get());
        for (Map.Entry<String, String> field : record.fields().entrySet()) {
            String name = field.getKey();
            if (CanonicalUser.isName(name) || name.equals(AccountRecord.DN)) {
                continue;
            }
            if (name.equals("uid") || name.equals("gid")) {
                Optional<String> number = (name.equals("uid") ? users : groups).number(field.getValue());
                if (number.isEmpty()) {
                    return new AccountAnswer.Unavailable(
                            "the " + name + " of " + asked + " is neither a number nor a local name");
                }
                fields.put(name, number.get());
            } else {
                fields.put(name.equals("system_user") ? "system_groups_user" : name, field.getValue());
            }
        }
        return new AccountAnswer.Found(List.of(new AccountRecord(fields)), served);
    }
}
