package io.github.guichet.policyd.check;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.counter.ClientPrefix;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.EnvelopeAddress;
import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.policyd.rule.PolicyRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * For whom a mail is counted: in one form, however it was written, so that nobody gets a second allowance by writing himself in
 * capitals, or a domain with a dot at its end.
 *
 * @param per which attribute says it
 * @param prefix what counts as one client
 * @param addresses how addresses are read
 */
record RateSubject(RateConfig.Per per, ClientPrefix prefix, AddressConfig addresses) {

    /** Longer names are cut, and told apart by a digest: each takes memory. */
    private static final int LONGEST = 255;

    private static final int DIGEST_BYTES = 12;

    /** Who it is; empty if the request does not say. */
    Optional<String> of(PolicyRequest request) {
        return switch (per) {
            case LOGIN -> named(CaseFold.fold(request.login()));
            case LOGIN_DOMAIN -> named(domainOf(request.login()));
            case CLIENT -> prefix.subject(request.client());
            case SENDER, SENDER_DOMAIN -> address(request.sender());
            case RECIPIENT, RECIPIENT_DOMAIN -> address(request.recipient());
        };
    }

    /** For whom a mail from or to an address is counted, if that is what is counted by; empty for the null sender. */
    Optional<String> address(String written) {
        if (written.isEmpty()) {
            return Optional.empty();
        }
        MailAddress mail = EnvelopeAddress.of(written, addresses);
        boolean whole = per == RateConfig.Per.SENDER || per == RateConfig.Per.RECIPIENT;
        return named(whole ? mail.identity(addresses) : MailAddress.domainIdentity(mail.domain()));
    }

    private static String domainOf(String login) {
        int at = login.lastIndexOf('@');
        return at < 0 ? "" : MailAddress.domainIdentity(login.substring(at + 1));
    }

    private static Optional<String> named(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(bounded(name));
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
