package io.github.guichet.lookup.variable;

import io.github.guichet.lookup.account.AccountRequest;

/** What a variable makes of a request, as {@link Octets}. Never fails. */
@FunctionalInterface
public interface Value {

    /** Nothing. */
    Value EMPTY = request -> "";

    /** The bytes of the value, each a character. */
    String of(AccountRequest request);

    /** Always the same. */
    static Value constant(String octets) {
        return request -> octets;
    }
}
