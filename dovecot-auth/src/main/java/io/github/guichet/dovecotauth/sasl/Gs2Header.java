package io.github.guichet.dovecotauth.sasl;

import java.util.Optional;

/**
 * What SCRAM and OAUTHBEARER messages begin with (RFC 5801): {@code ("n" / "y" / "p=" cb-name) "," ["a=" saslname] ","}.
 *
 * @param text as written, with the last comma
 * @param channelBinding whether the client demands channel binding, that is {@code p=}. {@code y}, "I could, but you do not offer
 *     it", is true of this server and no downgrade
 * @param authorization decoded; empty if absent
 */
record Gs2Header(String text, boolean channelBinding, String authorization) {

    /** The header that a message begins with; nothing if it begins with none. */
    static Optional<Gs2Header> of(String message) {
        int first = message.indexOf(',');
        int second = message.indexOf(',', first + 1);
        if (first < 0 || second < 0) {
            return Optional.empty();
        }
        String flag = message.substring(0, first);
        boolean binding = flag.length() > 2 && flag.startsWith("p=");
        if (!binding && !flag.equals("n") && !flag.equals("y")) {
            return Optional.empty();
        }
        String attribute = message.substring(first + 1, second);
        if (!attribute.isEmpty() && (!attribute.startsWith("a=") || attribute.length() == 2)) {
            return Optional.empty();
        }
        String name = attribute.isEmpty() ? "" : attribute.substring(2);
        return SaslText.saslname(name)
                .map(authorization -> new Gs2Header(message.substring(0, second + 1), binding, authorization));
    }
}
