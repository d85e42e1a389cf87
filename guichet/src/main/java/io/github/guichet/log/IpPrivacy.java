package io.github.guichet.log;

/** What of a client's IP address is logged. */
public enum IpPrivacy {
    /** All of it. */
    FULL,
    /** The network: /24 of IPv4, /48 of IPv6. */
    SHORTEN,
    /** A number that stands for it as long as the key of the hash is the same. */
    HASH
}
