package io.github.guichet.lookup.embedded;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.key.DomainForm;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * An address as the store keeps it.
 *
 * <p>Sources: RFC 5321, 4.1.2 and 4.5.3.1 (syntax, lengths), RFC 6531 (UTF-8 in local parts), RFC 5890 (A-labels).
 *
 * @param local the local part, quoted where it must be; empty for all addresses of the domain
 * @param domain folded, with A-labels
 */
record StoreAddress(String local, String domain) {

    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 253;
    private static final int LONGEST = 254;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final String ATOM = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~\u0080-\uffff-]+";
    private static final Pattern DOT_ATOM = Pattern.compile(ATOM + "(\\." + ATOM + ")*");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"\\\\\\x00-\\x1f\\x7f]|\\\\[\\x20-\\x7e])+\"");

    /** The address as one text. */
    String text() {
        return local + "@" + domain;
    }

    boolean isCatchAll() {
        return local.isEmpty();
    }

    /**
     * Reads an address whose local part is folded, since it is one of ours.
     *
     * @throws StoreException when it is none
     */
    static StoreAddress own(String text) throws StoreException {
        StoreAddress address = read(text);
        if (address.isCatchAll()) {
            throw StoreException.invalid("\"" + text + "\": the part before the @ is missing");
        }
        return address.folded();
    }

    /** Reads one of our addresses, or {@code @domain} for all that have no entry of their own. */
    static StoreAddress ownOrCatchAll(String text) throws StoreException {
        return read(text).folded();
    }

    /** Reads an address that may be anybody's: the case of its local part is left alone. */
    static StoreAddress read(String text) throws StoreException {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw StoreException.invalid("\"" + text + "\" is no address: it has no @");
        }
        String local = text.substring(0, at);
        if (!local.isEmpty()
                && !DOT_ATOM.matcher(local).matches()
                && !QUOTED.matcher(local).matches()) {
            throw StoreException.invalid("\"" + text
                    + "\" is no address: the part before the @ has a character or a dot that must be in quotes, as in"
                    + " \"a b\"@example.com");
        }
        if (octets(local) > LONGEST_LOCAL) {
            throw StoreException.invalid(
                    "\"" + text + "\": the part before the @ has more than " + LONGEST_LOCAL + " bytes");
        }
        StoreAddress address = new StoreAddress(local, domain(text.substring(at + 1)));
        if (octets(address.text()) > LONGEST) {
            throw StoreException.invalid("\"" + text + "\" has more than " + LONGEST + " bytes");
        }
        return address;
    }

    StoreAddress folded() {
        return new StoreAddress(CaseFold.fold(local), domain);
    }

    /**
     * Reads a domain in either form.
     *
     * @return folded, with A-labels
     */
    static String domain(String text) throws StoreException {
        if (text.length() > LONGEST_DOMAIN) {
            throw StoreException.invalid("the domain \"" + text.substring(0, 40) + "…\" is too long");
        }
        String ascii = DomainForm.ascii(text);
        boolean valid = ascii.length() <= LONGEST_DOMAIN;
        for (String label : ascii.split("\\.", -1)) {
            valid &= LABEL.matcher(label).matches();
        }
        if (!valid) {
            throw StoreException.invalid("\"" + text + "\" is no domain name");
        }
        return ascii;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
