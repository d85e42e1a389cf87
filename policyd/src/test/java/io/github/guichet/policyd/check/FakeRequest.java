package io.github.guichet.policyd.check;

import io.github.guichet.policyd.rule.PolicyRequest;
import io.github.guichet.policyd.rule.Stage;
import java.util.LinkedHashMap;
import java.util.Map;

/** A question with the attributes that a test gives it. */
record FakeRequest(Stage stage, Map<String, String> attributes) implements PolicyRequest {

    static FakeRequest at(Stage stage) {
        return new FakeRequest(stage, Map.of("instance", "1"));
    }

    FakeRequest with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(attributes);
        more.put(name, value);
        return new FakeRequest(stage, more);
    }

    @Override
    public String fact(String name) {
        return attributes.getOrDefault(name, "");
    }
}
