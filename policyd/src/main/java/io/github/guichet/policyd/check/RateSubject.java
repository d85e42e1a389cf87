package io.github.guichet.policyd.check;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.counter.ClientPrefix;
import io.github.guichet.lookup.key.DomainForm;
import io.github.guichet.policyd.rule.PolicyRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * For whom a mail is counted: in one form, however it was written, so that nobody gets a second allowance by writing himself in
 * capitals.
 *
 * @param per which attribute says it
 * @param prefix what counts as one client
 */
record RateSubject(RateConfig.Per per, ClientPrefix prefix) {

    /** Longer names are cut, and told apart by a digest: each takes memory. */
    private static final int LONGEST = 255;

    private static final int DIGEST_BYTES = 12;

    /** Who it is; empty if the request does not say. */
    Optional<String> of(PolicyRequest request) {
        return switch (per) {
            case LOGIN -> whole(request.login());
            case LOGIN_DOMAIN -> domain(request.login());
            case SENDER -> whole(request.sender());
            case SENDER_DOMAIN -> domain(request.sender());
            case CLIENT -> prefix.subject(request.client());
            case RECIPIENT, RECIPIENT_DOMAIN -> recipient(request.recipient());
        };
    }

    /** For whom a mail to a recipient is counted, if recipients are what is counted by. */
    Optional<String> recipient(String recipient) {
        return per == RateConfig.Per.RECIPIENT ? whole(recipient) : domain(recipient);
    }

    private static Optional<String> whole(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(bounded(CaseFold.fold(name)));
    }

    private static Optional<String> domain(String address) {
        String domain = domainOf(address);
        return domain.isEmpty() ? Optional.empty() : Optional.of(bounded(domain));
    }

    /** The domain of an address in the form of the DNS; empty if it has none. */
    static String domainOf(String address) {
        int at = address.lastIndexOf('@');
        if (at < 0) {
            return "";
        }
        String domain = address.substring(at + 1);
        for (int i = 0; i < domain.length(); i++) {
            if (domain.charAt(i) >= 0x80) {
                return DomainForm.ascii(domain);
            }
        }
        return CaseFold.foldAscii(domain);
    }

    private static String bounded(String name) {
        if (name.length() <= LONGEST) {
            return name;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            String tail = "#" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
            return name.substring(0, LONGEST - tail.length()) + tail;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
