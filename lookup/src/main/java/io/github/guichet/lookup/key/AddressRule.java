package io.github.guichet.lookup.key;

/**
 * Asks an address and its parts, as mail_addr_find() of Postfix does.
 *
 * @param config delimiters, local domains, folding
 * @param forms whether a quoted local part is also asked without quotes, each time
 * @param partial which partial keys follow the address and the address without extension
 * @param result what the value is and what becomes of an extension that was cut off
 */
record AddressRule(AddressConfig config, Forms forms, Partial partial, Result result) implements KeyRule {

    /** In which forms a key is asked. */
    enum Forms {
        /** As it came: where one of Postfix's programs would ask only the quoted form, it is for that program to go on. */
        AS_ASKED,
        /** As it came, and if that finds nothing, the other form. */
        BOTH
    }

    /** What a value is. */
    enum Result {
        /** Anything: a value is passed on as it is. */
        TEXT,
        /** Addresses; an extension that was cut off is lost. */
        ADDRESSES,
        /** Addresses; an extension that was cut off goes to each of them. */
        ADDRESSES_WITH_EXTENSION
    }

    /** Which partial keys are asked. */
    sealed interface Partial {

        /** The local part where the domain is local, then {@code @domain}. */
        record LocalPartThenAtDomain() implements Partial {}

        /**
         * The domain and its parents.
         *
         * @param parents how parents are searched
         * @param localPartAt whether {@code user@} comes last
         */
        record Domain(Parents parents, boolean localPartAt) implements Partial {}
    }

    @Override
    public String first(String key) {
        return config.fold(key);
    }

    @Override
    public KeySearch begin(String key) {
        return new AddressSearch(this, key);
    }
}
