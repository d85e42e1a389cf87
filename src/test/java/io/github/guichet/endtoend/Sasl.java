package io.github.guichet.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The client's side of one SASL exchange; what goes over the line is in base64. */
public interface Sasl {

    /** The mechanism. */
    String name();

    /** The initial response, or empty if the server speaks first. */
    Optional<String> initial();

    /** The answer to a challenge; {@code *} gives up. */
    String answer(String challenge);

    /** PLAIN (RFC 4616). */
    static Sasl plain(String user, String password) {
        return words("PLAIN", "\0" + user + "\0" + password);
    }

    /** PLAIN, to act as somebody else. */
    static Sasl plain(String as, String user, String password) {
        return words("PLAIN", as + "\0" + user + "\0" + password);
    }

    /** LOGIN, where the server asks for both. */
    static Sasl login(String user, String password) {
        return fixed("LOGIN", Optional.empty(), List.of(user, password));
    }

    /** EXTERNAL (RFC 4422): whoever the certificate names. */
    static Sasl external() {
        return fixed("EXTERNAL", Optional.of("="), List.of());
    }

    /** XOAUTH2, as Google and Microsoft document it. */
    static Sasl xoauth2(String user, String token) {
        return words("XOAUTH2", "user=" + user + "\1auth=Bearer " + token + "\1\1");
    }

    /** OAUTHBEARER (RFC 7628); a failure is acknowledged with its single 0x01. */
    static Sasl oauthBearer(String user, String token) {
        return fixed(
                "OAUTHBEARER",
                Optional.of(encoded("n,a=" + user + ",\1host=localhost\1auth=Bearer " + token + "\1\1")),
                List.of("\1"));
    }

    /** Everything in the initial response, and an empty answer to what an error may still ask. */
    private static Sasl words(String name, String response) {
        return fixed(name, Optional.of(encoded(response)), List.of(""));
    }

    private static Sasl fixed(String name, Optional<String> initial, List<String> answers) {
        Iterator<String> rest = answers.iterator();
        return new Sasl() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> initial() {
                return initial;
            }

            @Override
            public String answer(String challenge) {
                return rest.hasNext() ? encoded(rest.next()) : "*";
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    /** Text as it goes over the line. */
    static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
