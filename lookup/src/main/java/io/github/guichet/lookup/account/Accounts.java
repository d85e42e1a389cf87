package io.github.guichet.lookup.account;

import java.util.Optional;

/**
 * All that {@code [accounts]} says, opened: where passwords and user records come from and how names are treated.
 *
 * @param names what is done to a user name first
 * @param passwords the passdb; absent when a password is checked by binding under a DN that is known without asking
 * @param bind how a password is checked when the record does not hold it
 * @param users the userdb; absent when every account gets {@link #userDefaults} and nothing else
 * @param list the names of all users; absent when nobody knows them
 * @param defaultScheme the scheme of a stored password that names none, such as {@code CRYPT}
 * @param passwordDefaults fields for every log-in, unless the record has them: {@code proxy}, {@code host} …
 * @param userDefaults fields for every user record, unless it has them: {@code uid}, {@code gid}, {@code home} …; their values
 *     hold no variables any more
 * @param states whether the columns {@code active}, {@code domain_active}, {@code password_expiry}, {@code imap_active} … of a
 *     record decide ({@link AccountState}); not so for Dovecot's own configuration files, where they would be extra fields
 */
public record Accounts(
        UserNames names,
        Optional<AccountTable> passwords,
        Optional<BindCheck> bind,
        Optional<AccountTable> users,
        Optional<AccountList> list,
        String defaultScheme,
        AccountRecord passwordDefaults,
        AccountRecord userDefaults,
        boolean states) {

    /** Needs one of them to check a password. */
    public Accounts {
        if (passwords.isEmpty() && bind.isEmpty()) {
            throw new IllegalArgumentException("without records and without binding no password can be checked");
        }
    }
}
