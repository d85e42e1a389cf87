package io.github.guichet.dovecotauth.sasl;

import java.util.Base64;
import java.util.Optional;

/**
 * SCRAM's second message: {@code "c=" base64 ",r=" nonce ["," extensions] ",p=" base64}.
 *
 * @param withoutProof all before {@code ,p=}, as written: it is signed
 */
@SuppressWarnings("ArrayRecordComponent")
record ScramClientFinal(String binding, String nonce, byte[] proof, String withoutProof) {

    /** The message, or nothing if it is none. */
    static Optional<ScramClientFinal> of(String message) {
        int last = message.lastIndexOf(",p=");
        if (last < 0 || message.indexOf(',', last + 1) >= 0) {
            return Optional.empty();
        }
        String signed = message.substring(0, last);
        String[] attributes = signed.split(",", -1);
        if (attributes.length < 2 || !attributes[0].startsWith("c=") || !attributes[1].startsWith("r=")) {
            return Optional.empty();
        }
        try {
            byte[] proof = Base64.getDecoder().decode(message.substring(last + 3));
            return Optional.of(
                    new ScramClientFinal(attributes[0].substring(2), attributes[1].substring(2), proof, signed));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
