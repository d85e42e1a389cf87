package io.github.guichet.server;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A page that is given out over HTTP.
 *
 * @param headers of the response, its type among them
 * @param text its body, sent as UTF-8
 */
public record HttpPage(Map<String, String> headers, String text) {

    byte[] body() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
