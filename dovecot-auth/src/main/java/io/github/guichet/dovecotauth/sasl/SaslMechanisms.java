package io.github.guichet.dovecotauth.sasl;

import io.github.guichet.dovecotauth.oauth.TokenCheck;
import io.github.guichet.dovecotauth.scheme.ScramHash;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The mechanisms there are, by name. */
public final class SaslMechanisms {

    /** All names, in upper case. */
    public static final List<String> NAMES = List.of(
            PlainMechanism.NAME,
            LoginMechanism.NAME,
            ScramHash.SHA_1.mechanism(),
            ScramHash.SHA_256.mechanism(),
            ExternalMechanism.NAME,
            OAuthMessage.Form.XOAUTH2.name(),
            OAuthMessage.Form.OAUTHBEARER.name());

    private final Optional<TokenCheck> tokens;
    private final OAuthHints hints;

    /**
     * Makes mechanisms.
     *
     * @param tokens checks the tokens of XOAUTH2 and OAUTHBEARER; absent = these two cannot be had
     */
    public SaslMechanisms(Optional<TokenCheck> tokens, OAuthHints hints) {
        this.tokens = tokens;
        this.hints = hints;
    }

    /** Whether a mechanism checks tokens, so that it needs to know the keys. */
    public static boolean needsTokens(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.equals(OAuthMessage.Form.XOAUTH2.name()) || upper.equals(OAuthMessage.Form.OAUTHBEARER.name());
    }

    /** Which hash a SCRAM mechanism uses, so which stored passwords can serve it; nothing for another mechanism. */
    public static Optional<ScramHash> scramHash(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return List.of(ScramHash.values()).stream()
                .filter(hash -> hash.mechanism().equals(upper))
                .findFirst();
    }

    /**
     * The mechanism of this name, in any case.
     *
     * @throws IllegalArgumentException when there is none, or when it needs tokens to be checked
     */
    public SaslMechanism mechanism(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        Optional<ScramHash> scram = scramHash(upper);
        if (scram.isPresent()) {
            return new ScramServerMechanism(scram.get());
        }
        return switch (upper) {
            case PlainMechanism.NAME -> new PlainMechanism();
            case LoginMechanism.NAME -> new LoginMechanism();
            case ExternalMechanism.NAME -> new ExternalMechanism();
            case "XOAUTH2", "OAUTHBEARER" ->
                new OAuthMechanism(
                        OAuthMessage.Form.valueOf(upper),
                        tokens.orElseThrow(() -> new IllegalArgumentException(upper + " needs keys to check tokens")),
                        hints);
            default -> throw new IllegalArgumentException("there is no mechanism " + name);
        };
    }

    /** Several, in order; throws as {@link #mechanism}. */
    public List<SaslMechanism> mechanisms(List<String> names) {
        return names.stream().map(this::mechanism).toList();
    }
}
