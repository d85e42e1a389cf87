package io.github.guichet.endtoend;

import com.unboundid.util.json.JSONArray;
import com.unboundid.util.json.JSONException;
import com.unboundid.util.json.JSONObject;
import com.unboundid.util.json.JSONString;
import com.unboundid.util.json.JSONValue;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A private Prometheus that scrapes one guichet every two seconds, with the rules that guichet ships. */
final class PrometheusServer implements AutoCloseable {

    /** A labelled value. */
    record Sample(Map<String, String> labels, double value) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final ServerProcess process;

    private PrometheusServer(int port, ServerProcess process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts it; returns when it answers.
     *
     * @param name of its directory
     * @param metrics the port of {@code metrics.listen}
     * @param options further ones of prometheus(1)
     */
    static PrometheusServer start(Workspace work, String name, int metrics, Path rules, String... options) {
        int port = work.freePort();
        Path config =
                work.file(name + ".yml", """
                global:
                  scrape_interval: 2s
                  evaluation_interval: 1s
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: guichet
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """.formatted(rules.toAbsolutePath().normalize(), metrics));
        List<String> line = new ArrayList<>(List.of(
                Program.PROMETHEUS.path(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + work.directory(name),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn"));
        line.addAll(List.of(options));
        ServerProcess process = ServerProcess.start(line, work.path(), work.log(name + ".log"), Map.of());
        PrometheusServer server = work.closing(new PrometheusServer(port, process));
        process.await(() -> server.get("/-/ready").statusCode() == 200);
        return server;
    }

    /** What an expression comes to now. */
    List<Sample> query(String expression) {
        JSONObject data = data("/api/v1/query?query=" + encoded(expression));
        List<Sample> samples = new ArrayList<>();
        for (JSONValue element : array(data, "result")) {
            JSONObject one = (JSONObject) element;
            Map<String, String> labels = new TreeMap<>();
            object(one, "metric").getFields().forEach((label, value) -> labels.put(label, text(value)));
            samples.add(new Sample(labels, number(text(array(one, "value").get(1)))));
        }
        return samples;
    }

    /** The values of a label among the series of a metric, as a variable of a dashboard asks for them. */
    List<String> labelValues(String metric, String label) {
        JSONObject answer = json("/api/v1/label/" + label + "/values?" + encoded("match[]") + "=" + encoded(metric));
        return array(answer, "data").stream().map(PrometheusServer::text).toList();
    }

    /** The alert rules that it has loaded. */
    List<JSONObject> alerts() {
        List<JSONObject> alerts = new ArrayList<>();
        for (JSONValue group : array(data("/api/v1/rules?type=alert"), "groups")) {
            array((JSONObject) group, "rules").forEach(rule -> alerts.add((JSONObject) rule));
        }
        return alerts;
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.stop();
        }
    }

    static JSONObject object(JSONObject in, String name) {
        return (JSONObject) in.getField(name);
    }

    static List<JSONValue> array(JSONObject in, String name) {
        return ((JSONArray) in.getField(name)).getValues();
    }

    static String text(JSONValue value) {
        return ((JSONString) value).stringValue();
    }

    private static double number(String text) {
        return text.endsWith("Inf")
                ? (text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
                : Double.parseDouble(text);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JSONObject data(String path) {
        return object(json(path), "data");
    }

    private JSONObject json(String path) {
        try {
            HttpResponse<String> answer = get(path);
            if (answer.statusCode() != 200) {
                throw new AssertionError(path + ": " + answer.body());
            }
            return new JSONObject(answer.body());
        } catch (IOException | JSONException e) {
            throw new AssertionError(path, e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
