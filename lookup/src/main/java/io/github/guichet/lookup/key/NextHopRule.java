package io.github.guichet.lookup.key;

/**
 * The rule of {@code smtp_tls_policy_maps}: a bare domain is searched with its parents, a next hop such as {@code
 * [mail.example.com]:25} stands only for itself.
 *
 * @param domain how a domain is searched
 */
record NextHopRule(NameRule domain) implements KeyRule {

    @Override
    public String first(String key) {
        return domain.first(key);
    }

    @Override
    public KeySearch begin(String key) {
        return isName(key) ? domain.begin(key) : new WholeKeyRule(domain.config(), true).begin(key);
    }

    private static boolean isName(String key) {
        boolean numeric = true;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c < 0x80 && !Character.isLetterOrDigit(c) && "-_.".indexOf(c) < 0) {
                return false;
            }
            numeric &= c == '.' || (c >= '0' && c <= '9');
        }
        return !numeric;
    }
}
