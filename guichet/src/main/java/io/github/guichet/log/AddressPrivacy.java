package io.github.guichet.log;

/** What of an address of a person is logged. */
public enum AddressPrivacy {
    /** All of it. */
    FULL,
    /** The domain. */
    DOMAIN,
    /** A number that stands for it as long as the key of the hash is the same. */
    HASH
}
