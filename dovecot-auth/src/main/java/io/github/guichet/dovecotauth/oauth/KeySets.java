package io.github.guichet.dovecotauth.oauth;

import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;

/** Reads key sets. */
final class KeySets {

    /** Longest text, in bytes; providers' ones have some thousand. */
    static final int LONGEST = 1024 * 1024;

    private KeySets() {}

    /** The set in a JSON text, which must hold a key. Keys of kinds that are not known are passed over. */
    static JWKSet parse(String json, String place) throws KeysUnavailableException {
        try {
            JWKSet keys = JWKSet.parse(json);
            if (keys.isEmpty()) {
                throw new KeysUnavailableException(place + " holds no key");
            }
            return keys;
        } catch (ParseException e) {
            throw new KeysUnavailableException(place + " is no JSON Web Key Set");
        }
    }
}
