package io.github.guichet.dovecotauth.dict;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The keys under which Dovecot 2.3 asks for accounts. */
final class AccountKeys {

    /** What is asked. */
    enum Kind {
        PASSDB,
        USERDB
    }

    /** A question about an account. */
    record Question(Kind kind, String user, Map<String, String> facts) {}

    private static final String PASSDB = "shared/passdb/";
    private static final String USERDB = "shared/userdb/";

    private AccountKeys() {}

    /** The question in a key; empty for a key that is not an account's. */
    static Optional<Question> question(String key) {
        if (key.startsWith(PASSDB)) {
            return Optional.of(question(Kind.PASSDB, key.substring(PASSDB.length())));
        }
        return key.startsWith(USERDB)
                ? Optional.of(question(Kind.USERDB, key.substring(USERDB.length())))
                : Optional.empty();
    }

    private static Question question(Kind kind, String rest) {
        String[] parts = rest.split("/", 3);
        Map<String, String> facts = new HashMap<>();
        if (parts.length > 1 && !parts[1].isEmpty()) {
            facts.put("service", parts[1]);
        }
        if (parts.length > 2 && !parts[2].isEmpty()) {
            facts.put("rip", parts[2]);
            facts.put("real_rip", parts[2]);
        }
        return new Question(kind, parts[0], facts);
    }

    /** Whether a path of an iteration lists the users. */
    static boolean listsUsers(String path) {
        return path.equals(USERDB) || path.equals("shared/userdb");
    }

    /** The key of a user in an iteration. */
    static String ofUser(String user) {
        return USERDB + user;
    }
}
