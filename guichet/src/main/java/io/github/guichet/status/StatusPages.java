package io.github.guichet.status;

import io.github.guichet.server.HttpPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The pages of the status: {@code /} for people and {@code /status.json} for programs. What stands in them is of the last second, so
 * that many who look cost no more than one.
 */
public final class StatusPages {

    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final String ICON =
            "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
                    + "%3Cpath d='M1 15V5l7-4 7 4v10h-4V8H5v7z' fill='%23777'/%3E%3C/svg%3E";

    private final Status status;
    private final String style = resource("page.css");
    private final String script = resource("page.js");
    private final Map<String, String> htmlHeaders;

    private StatusPages(Status status) {
        this.status = status;
        String policy = "default-src 'none'; style-src " + hash(style) + "; script-src " + hash(script)
                + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        Map<String, String> headers = new HashMap<>(headers("text/html; charset=utf-8"));
        headers.put("Content-Security-Policy", policy);
        this.htmlHeaders = Map.copyOf(headers);
    }

    /** By their paths. */
    public static Map<String, Supplier<HttpPage>> of(Status status) {
        return Map.of(
                "/", new Recent(() -> new StatusPages(status).html()),
                "/status.json",
                        new Recent(() -> new HttpPage(
                                headers("application/json"), status.json().text())));
    }

    private HttpPage html() {
        return new HttpPage(htmlHeaders, document(status.report()));
    }

    private String document(StatusReport report) {
        String title = report.healthy() ? "guichet: all is well" : "guichet: " + report.verdict();
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + new Html().text(title)
                + "</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>\n<link rel=\"icon\" href=\"" + ICON
                + "\">\n<style>" + style + "</style>\n</head>\n<body>\n"
                + "<p id=\"said\" class=\"unseen\" role=\"status\"></p>\n<p id=\"lost\" class=\"lost\" role=\"alert\"></p>\n<main>\n"
                + new StatusHtml(report).content()
                + "</main>\n<footer class=\"pale\">This page looks again every few seconds. For programs: /status.json, /metrics,"
                + " /health/live, /health/ready; in a terminal: guichet status --watch.</footer>\n<script>" + script
                + "</script>\n</body>\n</html>\n";
    }

    private static Map<String, String> headers(String type) {
        return Map.of(
                "Content-Type", type,
                "Cache-Control", "no-store",
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "no-referrer",
                "X-Frame-Options", "DENY",
                "Cross-Origin-Resource-Policy", "same-origin");
    }

    private static String hash(String inline) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(inline.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = StatusPages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a page anew when the last one is not fresh. */
    private static final class Recent implements Supplier<HttpPage> {

        private final Supplier<HttpPage> maker;
        private long made;
        private Optional<HttpPage> last = Optional.empty();

        Recent(Supplier<HttpPage> maker) {
            this.maker = maker;
        }

        @Override
        public synchronized HttpPage get() {
            if (last.isPresent() && System.nanoTime() - made < FRESH_NANOS) {
                return last.get();
            }
            HttpPage page = maker.get();
            last = Optional.of(page);
            made = System.nanoTime();
            return page;
        }
    }
}
