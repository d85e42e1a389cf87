package io.github.guichet.lookup.key;

/**
 * The rule of {@code smtp_sasl_password_maps}: a sender is searched as an address, a host or next hop is asked as it is.
 * The two come in separate questions and only a sender has an {@code @}.
 *
 * @param sender how a sender is searched
 */
record PasswordRule(AddressRule sender) implements KeyRule {

    @Override
    public String first(String key) {
        return sender.first(key);
    }

    @Override
    public KeySearch begin(String key) {
        return key.indexOf('@') >= 0 ? sender.begin(key) : new WholeKeyRule(sender.config(), true).begin(key);
    }
}
