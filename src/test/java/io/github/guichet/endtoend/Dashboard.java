package io.github.guichet.endtoend;

import com.unboundid.util.json.JSONException;
import com.unboundid.util.json.JSONObject;
import com.unboundid.util.json.JSONValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A dashboard of Grafana: its panels and what they ask. */
final class Dashboard {

    /** One query of a panel, with the variables as Grafana would fill them in. */
    record Query(String panel, String expression) {}

    private final JSONObject dashboard;

    private Dashboard(JSONObject dashboard) {
        this.dashboard = dashboard;
    }

    static Dashboard read(Path file) throws IOException {
        try {
            return new Dashboard(new JSONObject(Files.readString(file)));
        } catch (JSONException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    /** The dashboard itself. */
    JSONObject json() {
        return dashboard;
    }

    /** All panels, rows among them. */
    List<JSONObject> panels() {
        return PrometheusServer.array(dashboard, "panels").stream()
                .map(JSONObject.class::cast)
                .toList();
    }

    /** Those that are rows, or those that are not. */
    List<JSONObject> panels(boolean rows) {
        return panels().stream()
                .filter(panel -> rows == panel.getFieldAsString("type").equals("row"))
                .toList();
    }

    /** The names of its variables. */
    List<String> variables() {
        return PrometheusServer.array(PrometheusServer.object(dashboard, "templating"), "list").stream()
                .map(variable -> ((JSONObject) variable).getFieldAsString("name"))
                .toList();
    }

    /** Everything that it asks. */
    List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        for (JSONObject panel : panels(false)) {
            for (JSONValue target : PrometheusServer.array(panel, "targets")) {
                String expression = ((JSONObject) target).getFieldAsString("expr");
                queries.add(new Query(
                        panel.getFieldAsString("title"),
                        expression.replace("$instance", ".*").replace("$__rate_interval", "1m")));
            }
        }
        return queries;
    }
}
