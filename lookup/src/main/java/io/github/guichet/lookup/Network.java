package io.github.guichet.lookup;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A network in CIDR notation, or a single address. Names are never resolved. An IPv4 address that is written as an IPv6 one
 * ({@code ::ffff:192.0.2.1}) is that IPv4 address.
 *
 * @param address 4 or 16 bytes, zero behind the prefix, as hexadecimal digits
 * @param bits the length of the prefix
 */
public record Network(String address, int bits) {

    /** The longest address, in characters. */
    public static final int LONGEST = 45;

    private static final HexFormat HEX = HexFormat.of();

    /**
     * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32}, {@code 192.0.2.1}.
     *
     * @return empty if it is none of these
     */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        Optional<byte[]> address = bytes(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int most = address.get().length * 8;
        if (slash < 0) {
            return Optional.of(of(address.get(), most));
        }
        String length = text.substring(slash + 1);
        if (length.isEmpty() || length.length() > 3 || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(length);
        return bits > most ? Optional.empty() : Optional.of(of(address.get(), bits));
    }

    /**
     * The network around an address.
     *
     * @param text an address; anything else has no network
     * @param v4 the length of the prefix if it is an IPv4 address
     * @param v6 the same for IPv6
     */
    public static Optional<Network> around(String text, int v4, int v6) {
        return bytes(text).map(address -> of(address, address.length == 4 ? v4 : v6));
    }

    private static Network of(byte[] address, int bits) {
        for (int i = 0; i < address.length; i++) {
            int kept = Math.max(0, Math.min(8, bits - i * 8));
            address[i] = (byte) (address[i] & (0xff << (8 - kept)));
        }
        return new Network(HEX.formatHex(address), bits);
    }

    /** Whether an address lies in this network; a text that is no address does not. */
    public boolean contains(String text) {
        return bytes(text)
                .filter(other -> other.length * 2 == address.length())
                .filter(other -> of(other, bits).address.equals(address))
                .isPresent();
    }

    private static Optional<byte[]> bytes(String text) {
        if (!literal(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /**
     * Java asks the resolver, and waits for it, about anything that this lets through and that is no address, so it lets no such
     * thing through. With a colon in it, and no dot first, Java asks nobody.
     */
    private static boolean literal(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        if (text.indexOf(':') >= 0) {
            return text.charAt(0) != '.' && text.chars().allMatch(Network::isOfIpv6);
        }
        String[] octets = text.split("\\.", -1);
        return octets.length == 4 && Arrays.stream(octets).allMatch(Network::isOctet);
    }

    private static boolean isOfIpv6(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
    }

    private static boolean isOctet(String text) {
        return !text.isEmpty()
                && text.length() <= 3
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(text) <= 255;
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(HEX.parseHex(address)).getHostAddress() + "/" + bits;
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
