package io.github.guichet.dovecotauth.sasl;

import java.util.Locale;
import java.util.Optional;

/**
 * What a client says in XOAUTH2 or OAUTHBEARER.
 *
 * @param user whom to act as; empty, in OAUTHBEARER only, for the token's user
 */
record OAuthMessage(String user, String token) {

    private static final String BEARER = "bearer ";

    /** The two forms. */
    enum Form {
        /** Google's: {@code "user=" name %x01 "auth=Bearer " token %x01 %x01}. */
        XOAUTH2,
        /**
         * RFC 7628: {@code gs2-header %x01 *(key "=" value %x01) %x01}, with the token in {@code auth}. Other keys, such as
         * {@code host} and {@code port}, are passed over.
         */
        OAUTHBEARER
    }

    /** The message, or nothing if it is none, names nobody, or holds no token. */
    static Optional<OAuthMessage> of(Form form, String message) {
        return switch (form) {
            case XOAUTH2 -> {
                String user = value(message, "user=");
                yield message.endsWith("\1\1") && !user.isEmpty() ? values(message, user) : Optional.empty();
            }
            case OAUTHBEARER ->
                Gs2Header.of(message).filter(header -> !header.channelBinding()).flatMap(header -> {
                    String rest = message.substring(header.text().length());
                    return rest.startsWith("\1") && rest.endsWith("\1\1")
                            ? values(rest, header.authorization())
                            : Optional.empty();
                });
        };
    }

    private static Optional<OAuthMessage> values(String pairs, String user) {
        String authorization = value(pairs, "auth=");
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return Optional.empty();
        }
        String token = authorization.substring(BEARER.length()).strip();
        return token.isEmpty() || !token.chars().allMatch(OAuthMessage::ofToken)
                ? Optional.empty()
                : Optional.of(new OAuthMessage(user, token));
    }

    /** {@code b64token} of RFC 6750. */
    private static boolean ofToken(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~+/=".indexOf(c) >= 0;
    }

    private static String value(String pairs, String key) {
        for (String pair : pairs.split("\1", -1)) {
            if (pair.startsWith(key)) {
                return pair.substring(key.length());
            }
        }
        return "";
    }

    /** Shows no token. */
    @Override
    public String toString() {
        return "OAuthMessage[" + user + "]";
    }
}
