package io.github.guichet.milter.check;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.MailAddress;
import java.util.StringTokenizer;

/** Logins in the value of a map, with commas or white space between them: {@code bob@example.org}, {@code @example.org}, {@code *}. */
final class LoginList {

    private LoginList() {}

    /** Whether a login is in a list: by its name, by its domain, or because everybody is. */
    static boolean holds(String list, String login, AddressConfig config) {
        MailAddress who = MailAddress.of(login);
        String identity = who.identity(config);
        StringTokenizer words = new StringTokenizer(list, ", \t\r\n");
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            if (word.equals("*") || MailAddress.of(word).identity(config).equals(identity)) {
                return true;
            }
            if (word.startsWith("@")
                    && who.hasDomain()
                    && MailAddress.domainIdentity(word.substring(1)).equals(MailAddress.domainIdentity(who.domain()))) {
                return true;
            }
        }
        return false;
    }
}
