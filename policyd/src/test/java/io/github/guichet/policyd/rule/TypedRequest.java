package io.github.guichet.policyd.rule;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request from names and values. */
public final class TypedRequest implements PolicyRequest {

    private final Stage stage;
    private final Map<String, String> attributes = new LinkedHashMap<>();

    private TypedRequest(Stage stage) {
        this.stage = stage;
    }

    /** A request with names and values in turn. */
    public static TypedRequest at(Stage stage, String... namesAndValues) {
        TypedRequest request = new TypedRequest(stage);
        request.attributes.put("protocol_state", stage.word());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            request.attributes.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return request;
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public String fact(String name) {
        return attributes.getOrDefault(name, "");
    }

    @Override
    public Map<String, String> attributes() {
        return attributes;
    }
}
