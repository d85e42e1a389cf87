/**
 * Access tokens of OAuth 2.0 that are signed JWTs (RFC 7519, RFC 9068): keys, signatures, claims. Knows no SASL and no account.
 *
 * <p>A token is good when an accepted algorithm and a key of the provider signed it, it has an {@code exp} that is not past and no
 * {@code nbf} that is to come, and issuer, audience and scopes are those wanted. Its user is in one claim. An example of its claims:
 *
 * <pre>{@code
 * {"iss":"https://id.example/","aud":"mail","scope":"mail openid","exp":1795273200,"email":"tim@example.org"}
 * }</pre>
 */
@NullMarked
package io.github.guichet.dovecotauth.oauth;

import org.jspecify.annotations.NullMarked;
