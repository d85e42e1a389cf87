package io.github.guichet.dovecotauth.sasl;

import io.github.guichet.dovecotauth.login.Login;
import io.github.guichet.dovecotauth.login.LoginRequest;
import io.github.guichet.dovecotauth.oauth.TokenCheck;
import io.github.guichet.dovecotauth.sasl.OAuthMessage.Form;
import java.util.List;

/**
 * XOAUTH2 and OAUTHBEARER (RFC 7628): the client has a token instead of a password.
 *
 * <p>The token's user is who the client has proven to be, the user in the message is whom it wants to act as: the same, or a
 * master user's business.
 */
final class OAuthMechanism implements SaslMechanism {

    private final Form form;
    private final TokenCheck tokens;
    private final OAuthHints hints;

    OAuthMechanism(Form form, TokenCheck tokens, OAuthHints hints) {
        this.form = form;
        this.tokens = tokens;
        this.hints = hints;
    }

    @Override
    public String name() {
        return form.name();
    }

    /** Who hears the token can use it, as with a password; Dovecot says the same. */
    @Override
    public List<String> properties() {
        return List.of("plaintext");
    }

    @Override
    public SaslExchange begin(LoginRequest request, Login login) {
        return new OAuthExchange(form, new Attempt(request, login), tokens, hints);
    }
}
