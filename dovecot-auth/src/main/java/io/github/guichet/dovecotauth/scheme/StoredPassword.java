package io.github.guichet.dovecotauth.scheme;

import java.util.Optional;

/**
 * A password as a source stores it, taken apart: {@code {SCHEME.encoding}value}.
 *
 * @param scheme in upper case, as stored or the default
 * @param encoding {@code B64}, {@code BASE64} or {@code HEX} in upper case; empty if the stored text names none
 * @param value what stands behind the braces, still encoded
 */
public record StoredPassword(String scheme, Optional<String> encoding, String value) {

    /** Shows no secret. */
    @Override
    public String toString() {
        return "{" + scheme + encoding.map(e -> "." + e).orElse("") + "}…";
    }
}
