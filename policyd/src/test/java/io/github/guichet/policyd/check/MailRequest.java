package io.github.guichet.policyd.check;

import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Stage;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request with the attributes that a test gives it. */
record MailRequest(Stage stage, Map<String, String> attributes) implements PolicyRequest {

    static MailRequest at(Stage stage) {
        return new MailRequest(stage, Map.of("protocol_state", stage.word()));
    }

    MailRequest with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(attributes);
        more.put(name, String.valueOf(value));
        return new MailRequest(stage, more);
    }

    MailRequest login(String login) {
        return with("sasl_username", login);
    }

    MailRequest recipient(String recipient) {
        return with("recipient", recipient);
    }

    MailRequest recipients(int count) {
        return with("recipient_count", count);
    }

    MailRequest instance(Object instance) {
        return with("instance", instance);
    }

    @Override
    public String fact(String name) {
        return attributes.getOrDefault(name, "");
    }
}
