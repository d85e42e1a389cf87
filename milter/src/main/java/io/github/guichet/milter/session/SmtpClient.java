package io.github.guichet.milter.session;

/**
 * Who connected to the MTA.
 *
 * @param name its host name, or {@code [address]} if there is none
 * @param family how it came
 * @param port its port; 0 if it has none
 * @param address its address, or the path of a socket; empty if it is unknown. An IPv6 address has no {@code IPv6:} before it
 */
public record SmtpClient(String name, Family family, int port, String address) {

    /** How a client came. */
    public enum Family {
        UNKNOWN,
        UNIX,
        IPV4,
        IPV6
    }
}
