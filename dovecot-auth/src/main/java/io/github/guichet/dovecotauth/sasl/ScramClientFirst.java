package io.github.guichet.dovecotauth.sasl;

import java.util.Optional;

/**
 * SCRAM's first message: {@code gs2-header "n=" saslname ",r=" nonce ["," extensions]}. A mandatory extension ({@code m=}) is
 * not understood, as RFC 5802 wants it of whoever knows none.
 *
 * @param bare the message without the header, as written: it is signed
 * @param nonce the client's part
 */
record ScramClientFirst(Gs2Header header, String bare, String user, String nonce) {

    /** The message, or nothing if it is none. */
    static Optional<ScramClientFirst> of(String message) {
        Optional<Gs2Header> header = Gs2Header.of(message);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        String bare = message.substring(header.get().text().length());
        String[] attributes = bare.split(",", -1);
        if (attributes.length < 2 || !attributes[0].startsWith("n=") || !attributes[1].startsWith("r=")) {
            return Optional.empty();
        }
        String nonce = attributes[1].substring(2);
        if (!printable(nonce)) {
            return Optional.empty();
        }
        return SaslText.saslname(attributes[0].substring(2))
                .filter(user -> !user.isEmpty())
                .map(user -> new ScramClientFirst(header.get(), bare, user, nonce));
    }

    private static boolean printable(String nonce) {
        return !nonce.isEmpty() && nonce.chars().allMatch(c -> c > ' ' && c <= '~');
    }
}
