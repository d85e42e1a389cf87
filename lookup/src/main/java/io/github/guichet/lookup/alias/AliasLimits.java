package io.github.guichet.lookup.alias;

/**
 * How far an address is followed.
 *
 * @param addresses how many addresses it may lead to, doubles counted: virtual_alias_expansion_limit
 * @param depth how many aliases may follow one another: virtual_alias_recursion_limit
 * @param length how long an address may be, in UTF-8 bytes: virtual_alias_address_length_limit
 */
public record AliasLimits(int addresses, int depth, int length) {

    /** Postfix's own defaults. */
    public static final AliasLimits POSTFIX = new AliasLimits(1000, 1000, 1000);
}
