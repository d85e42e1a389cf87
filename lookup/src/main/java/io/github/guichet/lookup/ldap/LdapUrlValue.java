package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.SearchScope;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An LDAP URL found in an entry, RFC 4516, as far as OpenLDAP's {@code ldap_url_parse(3)} takes it for Postfix: the host is not
 * looked at (the search goes to the server we are connected to), no scope is {@code base}, no filter is {@code (objectClass=*)}.
 *
 * @param dn the search base
 * @param attributes the attributes wanted; empty for all
 * @param scope how far to search
 * @param filter the filter
 */
record LdapUrlValue(String dn, List<String> attributes, SearchScope scope, String filter) {

    private static final String ANY = "(objectClass=*)";
    private static final List<String> PREFIXES = List.of("ldap://", "ldaps://", "ldapi://");

    /** Whether a value is to be read as a URL rather than as a DN. */
    static boolean isUrl(String value) {
        String bare = unwrap(value).toLowerCase(Locale.ROOT);
        return PREFIXES.stream().anyMatch(bare::startsWith);
    }

    /**
     * Reads a URL.
     *
     * @throws SourceException when it is malformed
     */
    static LdapUrlValue parse(String value) throws SourceException {
        String bare = unwrap(value);
        if (value.startsWith("<") != value.endsWith(">")) {
            throw malformed(value);
        }
        String rest = bare.substring(bare.indexOf("://") + 3);
        int slash = rest.indexOf('/');
        int question = rest.indexOf('?');
        if (question >= 0 && (slash < 0 || question < slash)) {
            throw malformed(value); // a query without a slash before it
        }
        String[] parts = (slash < 0 ? "" : rest.substring(slash + 1)).split("\\?", -1);
        if (parts.length > 5) {
            throw malformed(value);
        }
        List<String> attributes = new ArrayList<>();
        for (String name : part(parts, 1).split(",", -1)) {
            if (!name.isEmpty()) {
                attributes.add(decode(name, value));
            }
        }
        String filter = decode(part(parts, 3), value);
        return new LdapUrlValue(
                decode(parts[0], value),
                attributes,
                scope(decode(part(parts, 2), value), value),
                filter.isEmpty() ? ANY : filter);
    }

    private static String part(String[] parts, int index) {
        return index < parts.length ? parts[index] : "";
    }

    private static SearchScope scope(String word, String value) throws SourceException {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "", "base" -> SearchScope.BASE;
            case "one", "onelevel" -> SearchScope.ONE;
            case "sub", "subtree" -> SearchScope.SUB;
            case "subordinate", "children" -> SearchScope.SUBORDINATE_SUBTREE;
            default -> throw malformed(value);
        };
    }

    private static String unwrap(String value) {
        String bare = value.startsWith("<") ? value.substring(1) : value;
        bare = bare.endsWith(">") && value.startsWith("<") ? bare.substring(0, bare.length() - 1) : bare;
        return bare.regionMatches(true, 0, "URL:", 0, 4) ? bare.substring(4) : bare;
    }

    private static String decode(String text, String value) throws SourceException {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
            if (low >= 0) {
                out.put((byte) (high << 4 | low));
                i += 2;
            } else {
                out.put(in[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
        } catch (CharacterCodingException e) {
            throw malformed(value);
        }
    }

    private static SourceException malformed(String value) {
        return new SourceException(SourceFailure.RESULT, "an entry holds a malformed LDAP URL: " + value);
    }
}
