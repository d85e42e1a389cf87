package io.github.guichet.command;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.key.AddressConfig;
import java.util.function.Predicate;

/** Which keys of a cache concern a user or a domain. Keys in a cache are folded. */
final class KeysOf {

    private KeysOf() {}

    /** The address itself, with any extension, and the bare user name. */
    static Predicate<String> user(String user, AddressConfig address) {
        String folded = CaseFold.fold(user);
        int at = folded.lastIndexOf('@');
        String local = at < 0 ? folded : folded.substring(0, at);
        String domain = at < 0 ? "" : folded.substring(at);
        return key -> {
            int keyAt = key.lastIndexOf('@');
            String keyLocal = keyAt < 0 ? key : key.substring(0, keyAt);
            String keyDomain = keyAt < 0 ? "" : key.substring(keyAt);
            boolean sameDomain = keyDomain.isEmpty() || domain.isEmpty() || keyDomain.equals(domain);
            return sameDomain && (keyLocal.equals(local) || isExtended(keyLocal, local, address.recipientDelimiter()));
        };
    }

    private static boolean isExtended(String keyLocal, String local, String delimiters) {
        return keyLocal.length() > local.length()
                && keyLocal.startsWith(local)
                && delimiters.indexOf(keyLocal.charAt(local.length())) >= 0;
    }

    /** The domain, with a dot or an at sign in front, and every address in it. */
    static Predicate<String> domain(String domain) {
        String folded = CaseFold.fold(domain);
        return key -> key.equals(folded) || key.equals("." + folded) || key.endsWith("@" + folded);
    }
}
