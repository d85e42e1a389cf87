package io.github.guichet.command;

import io.github.guichet.server.ConfigSection;
import java.util.List;
import java.util.Map;

/** Which keys of {@code [accounts]} belong to which kind of source. */
final class AccountsKeys {

    /** Where accounts come from, as an administrator sees it. */
    enum Origin {
        SQL("a database"),
        LDAP("a directory"),
        EMBEDDED("the embedded store, which has queries of its own"),
        FILE("a file"),
        DOVECOT("a configuration file of Dovecot, which says this itself");

        private final String text;

        Origin(String text) {
            this.text = text;
        }
    }

    private static final Map<Origin, List<String>> KEYS = Map.of(
            Origin.SQL,
            List.of("preset", "mail-directory", "password-query", "user-query", "iterate-query"),
            Origin.LDAP,
            List.of(
                    "pass-filter",
                    "pass-attributes",
                    "user-filter",
                    "user-attributes",
                    "iterate-filter",
                    "iterate-attributes",
                    "check-by-bind",
                    "bind-dn-template",
                    "base",
                    "scope"));

    private AccountsKeys() {}

    /** Leaves the keys of every origin unread, where it is not known which it is; a key that none has stays unknown. */
    static void leave(ConfigSection section) {
        KEYS.values().forEach(section::takeAll);
    }

    /** Reports the keys that are for another origin than this one. */
    static void refuseOthers(ConfigSection section, Origin here) {
        KEYS.forEach((origin, keys) -> {
            if (origin != here) {
                keys.forEach(key -> section.refuse(
                        key, "is for accounts in " + origin.text + "; here they come from " + here.text));
            }
        });
    }
}
