package io.github.guichet.lookup.ldap;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where one directory server listens.
 *
 * @param scheme how it is spoken to
 * @param host the host name or address; for {@link Scheme#LDAPI} the path of the socket
 * @param port the TCP port; 0 for {@link Scheme#LDAPI}
 */
public record LdapServer(Scheme scheme, String host, int port) {

    /** The port of {@code ldap:} without one. */
    public static final int LDAP_PORT = 389;

    private static final int LDAPS_PORT = 636;
    /** Where Debian's slapd listens; libldap's default for an {@code ldapi:} URL without a path. */
    private static final String DEFAULT_SOCKET = "/var/run/slapd/ldapi";

    /** How a server is spoken to. */
    public enum Scheme {
        /** TCP, in clear text unless StartTLS is on. */
        LDAP,
        /** TCP with TLS from the first byte. */
        LDAPS,
        /** A Unix-domain socket. */
        LDAPI
    }

    /**
     * Reads an LDAP URL. What follows the host and port (a DN, attributes) is not for the connection and is refused.
     *
     * @param url {@code ldap://host:389}, {@code ldaps://host}, {@code ldapi://%2Frun%2Fslapd%2Fldapi}
     * @throws IllegalArgumentException says what is wrong and what is allowed
     */
    public static LdapServer parse(String url) {
        int colon = url.indexOf("://");
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = colon < 0 ? "" : url.substring(colon + 3);
        String authority = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        if (url.indexOf('@') >= 0 && !scheme.equals("ldapi")) {
            throw new IllegalArgumentException(
                    "an LDAP URL has no place for a name and a password (@);" + " they are set apart");
        }
        if (authority.contains("/") || authority.contains("?")) {
            throw new IllegalArgumentException("\"" + url + "\" has more than a host and a port; "
                    + "the search base is set apart, and in ldapi: a slash of the path is written %2F");
        }
        return switch (scheme) {
            case "ldap" -> tcp(Scheme.LDAP, url, authority, LDAP_PORT);
            case "ldaps" -> tcp(Scheme.LDAPS, url, authority, LDAPS_PORT);
            case "ldapi" -> new LdapServer(Scheme.LDAPI, socket(url, authority), 0);
            default ->
                throw new IllegalArgumentException("\"" + url + "\" is no LDAP URL; allowed are ldap://host[:port], "
                        + "ldaps://host[:port] and ldapi://%2Fpath%2Fof%2Fsocket");
        };
    }

    /** Reads {@code host}, {@code host:port} or {@code [address]:port}. */
    static LdapServer tcp(Scheme scheme, String whole, String authority, int defaultPort) {
        if (authority.isEmpty()) {
            return new LdapServer(scheme, "localhost", defaultPort);
        }
        int closing = authority.lastIndexOf(']');
        int colon = authority.lastIndexOf(':');
        String host = colon > closing ? authority.substring(0, colon) : authority;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.isEmpty() || host.indexOf(':') >= 0 || host.indexOf('[') >= 0) {
            throw new IllegalArgumentException(
                    "\"" + whole + "\": the host is missing or malformed; an IPv6 address is written in brackets");
        }
        return new LdapServer(
                scheme, host, colon > closing ? port(whole, authority.substring(colon + 1)) : defaultPort);
    }

    private static int port(String whole, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("\"" + whole + "\": \"" + text + "\" is no port; allowed are 1 to 65535");
    }

    private static String socket(String url, String authority) {
        try {
            String path = URLDecoder.decode(authority.replace("+", "%2B"), StandardCharsets.UTF_8);
            return path.isEmpty() ? DEFAULT_SOCKET : path;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + url + "\": a percent sign is followed by two hexadecimal digits");
        }
    }

    /** Whether it runs on this host: a Unix socket, {@code localhost} or a loopback address. */
    public boolean isLocal() {
        return scheme == Scheme.LDAPI
                || host.equalsIgnoreCase("localhost")
                || host.equals("::1")
                || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
    }

    /** As in messages, {@code ldap://host:389}. */
    @Override
    public String toString() {
        return switch (scheme) {
            case LDAP, LDAPS ->
                scheme.name().toLowerCase(Locale.ROOT) + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
                        + ":" + port;
            case LDAPI -> "ldapi://" + host;
        };
    }
}
