package io.github.guichet.command;

import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Stage;
import io.github.guichet.server.AdminException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request of the policy protocol that somebody typed.
 *
 * @param attributes in the order in which they were typed
 */
record TypedRequest(Map<String, String> attributes) implements PolicyRequest {

    private static final String STATE = "protocol_state";

    /**
     * Reads {@code NAME=VALUE} words. What is not said is empty; the stage is RCPT unless it is said.
     *
     * @throws AdminException for a word without a name, and for a stage that Postfix does not know
     */
    static TypedRequest parse(List<String> words) throws AdminException {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("request", "smtpd_access_policy");
        attributes.put(STATE, Stage.RCPT.word());
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new AdminException(
                        "\"" + word + "\": an attribute is written NAME=VALUE, such as sender=a@example.org");
            }
            attributes.put(word.substring(0, equals), word.substring(equals + 1));
        }
        TypedRequest request = new TypedRequest(Collections.unmodifiableMap(attributes));
        if (request.stage() == Stage.OTHER) {
            List<String> known = new ArrayList<>(
                    Arrays.stream(Stage.values()).map(Stage::word).toList());
            known.remove("");
            throw new AdminException("protocol_state must be one of " + String.join(", ", known));
        }
        return request;
    }

    @Override
    public Stage stage() {
        String word = fact(STATE);
        return Arrays.stream(Stage.values())
                .filter(stage -> stage.word().equals(word))
                .findFirst()
                .orElse(Stage.OTHER);
    }

    @Override
    public String fact(String name) {
        return attributes.getOrDefault(name, "");
    }
}
