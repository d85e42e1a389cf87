/** Access tokens of OAuth 2.0 that are signed JWTs (RFC 7519, RFC 9068): keys, signatures, claims. Knows no SASL and no account. */
@NullMarked
package io.github.guichet.dovecotauth.oauth;

import org.jspecify.annotations.NullMarked;
