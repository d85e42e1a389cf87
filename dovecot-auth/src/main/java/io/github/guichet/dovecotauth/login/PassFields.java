package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which fields of a passdb's record a peer sees. */
final class PassFields {

    private static final String USERDB = "userdb_";

    private static final Set<String> HIDDEN = Set.of(
            "login_user",
            "password",
            "password_noscheme",
            "nopassword",
            "noauthenticate",
            "allow_nets",
            "allow_real_nets",
            "fail",
            "delay_until",
            AccountRecord.DN);

    private final boolean states;

    /**
     * Fields of records.
     *
     * @param states whether columns of state are such; if not, they are extra fields like others
     */
    PassFields(boolean states) {
        this.states = states;
    }

    /** Those that any peer may see, without the name; {@code proxy} and {@code nologin} without a value, as Dovecot sends them. */
    AccountRecord visible(AccountRecord record) {
        Map<String, String> shown = new LinkedHashMap<>();
        record.fields().forEach((name, value) -> {
            boolean hidden = HIDDEN.contains(name)
                    || CanonicalUser.isName(name)
                    || name.startsWith(USERDB)
                    || (states && AccountState.COLUMNS.contains(name));
            if (!hidden) {
                shown.put(name, name.equals("proxy") || name.equals("nologin") ? "" : value);
            }
        });
        return shown.isEmpty() ? AccountRecord.EMPTY : new AccountRecord(shown);
    }

    /** All of them, for a Dovecot that checks the password itself. */
    AccountRecord all(AccountRecord record) {
        return record.only(name -> !name.equals(AccountRecord.DN) && !(states && AccountState.COLUMNS.contains(name)));
    }

    /** Adds what Dovecot adds: who logged in, and what a proxy needs to log in further on. */
    AccountRecord complete(
            AccountRecord visible,
            LoginRequest request,
            Admission.Proven proven,
            String user,
            Optional<String> master) {
        AccountRecord fields = visible;
        if (!proven.name().given().equals(user) && !fields.has("original_user")) {
            fields = fields.with("original_user", proven.name().given());
        }
        if (master.isPresent() && !fields.has("auth_user")) {
            fields = fields.with("auth_user", master.get());
        }
        if (fields.has("proxy") && !ProxyHosts.authOnly(request)) {
            if (proven.password().isPresent() && !fields.has("pass")) {
                fields = fields.with("pass", proven.password().get());
            }
            if (master.isPresent() && !fields.has("master")) {
                fields = fields.with("master", master.get());
            }
        }
        return fields;
    }

    /** The fields for the userdb, without their prefix. */
    static AccountRecord prefetched(AccountRecord record) {
        Map<String, String> fields = new LinkedHashMap<>();
        record.fields().forEach((name, value) -> {
            if (name.startsWith(USERDB) && name.length() > USERDB.length()) {
                fields.put(name.substring(USERDB.length()), value);
            }
        });
        return fields.isEmpty() ? AccountRecord.EMPTY : new AccountRecord(fields);
    }
}
