package io.github.guichet.dovecotauth.sasl;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.github.guichet.dovecotauth.sasl.OAuthMessage.Form;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a client whose token is refused is told, so that it can get a better one (RFC 7628, section 3.2.2).
 *
 * @param scope the scopes that a token needs, separated by spaces; empty = none are required
 * @param openidConfiguration URL of the provider's description
 */
public record OAuthHints(String scope, Optional<String> openidConfiguration) {

    /** No hints. */
    public static final OAuthHints NONE = new OAuthHints("", Optional.empty());

    /** The challenge that says why a token is refused, as JSON. */
    byte[] challenge(Form form, String status) {
        Map<String, Object> values = new LinkedHashMap<>();
        switch (form) {
            case XOAUTH2 -> {
                values.put(
                        "status",
                        switch (status) {
                            case "invalid_token" -> "401";
                            case "insufficient_scope" -> "403";
                            default -> "400";
                        });
                values.put("schemes", "bearer");
            }
            case OAUTHBEARER -> values.put("status", status);
        }
        if (!scope.isEmpty()) {
            values.put("scope", scope);
        }
        openidConfiguration.ifPresent(url -> values.put("openid-configuration", url));
        return SaslText.bytes(JSONObjectUtils.toJSONString(values));
    }
}
