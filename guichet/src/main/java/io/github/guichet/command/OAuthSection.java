package io.github.guichet.command;

import io.github.guichet.dovecotauth.oauth.OAuthConfig;
import io.github.guichet.dovecotauth.sasl.OAuthHints;

/**
 * The section {@code [dovecot-auth.oauth]}.
 *
 * @param config which access tokens are good
 * @param hints for a client whose token is refused
 */
public record OAuthSection(OAuthConfig config, OAuthHints hints) {}
