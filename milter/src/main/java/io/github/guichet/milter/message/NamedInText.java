package io.github.guichet.milter.message;

import io.github.guichet.lookup.key.MailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses and domains that somebody who reads a text sees in it, such as a display name. Looks through characters that are not
 * seen, full-width letters and "(at)".
 *
 * @param addresses in order, as far as their domain can be one; domain in small letters
 * @param domains in order and in small letters: those of the addresses, and every other text that has the form of a domain name
 */
public record NamedInText(List<MailAddress> addresses, List<String> domains) {

    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9._-]+)@([A-Za-z0-9.-]+\\.[A-Za-z]+)");

    /** Keeps copies. */
    public NamedInText {
        addresses = List.copyOf(addresses);
        domains = List.copyOf(domains);
    }

    /** Looks into a text. */
    public static NamedInText of(String text) {
        List<MailAddress> addresses = new ArrayList<>();
        List<String> domains = new ArrayList<>();
        Matcher matcher = ADDRESS.matcher(text);
        while (matcher.find()) {
            addresses.add(new MailAddress(matcher.group(1), matcher.group(2)));
            domains.add(matcher.group(2));
        }
        return new NamedInText(addresses, domains);
    }
}
