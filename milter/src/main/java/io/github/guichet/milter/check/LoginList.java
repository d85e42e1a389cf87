package io.github.guichet.milter.check;

import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.MailAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Logins, or other addresses, in the value of a map, with commas or white space between them: {@code bob@example.org},
 * {@code @example.org}, {@code *}. Read once, because it can be long and is asked of each recipient. Immutable.
 */
final class LoginList {

    private final AddressConfig config;
    private final boolean everybody;
    private final Set<String> identities = new HashSet<>();
    private final Set<String> domains = new HashSet<>();

    /** What a map says. */
    LoginList(String value, AddressConfig config) {
        this.config = config;
        boolean star = false;
        StringTokenizer words = new StringTokenizer(value, ", \t\r\n");
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            star |= word.equals("*");
            identities.add(MailAddress.of(word).identity(config));
            if (word.startsWith("@")) {
                domains.add(MailAddress.domainIdentity(word.substring(1)));
            }
        }
        this.everybody = star;
    }

    /** Whether it says {@code *}. */
    boolean holdsEverybody() {
        return everybody;
    }

    /** Whether a login is in it: by its name, by its domain, or because everybody is. */
    boolean holds(MailAddress login) {
        return everybody
                || identities.contains(login.identity(config))
                || (login.hasDomain() && domains.contains(MailAddress.domainIdentity(login.domain())));
    }
}
