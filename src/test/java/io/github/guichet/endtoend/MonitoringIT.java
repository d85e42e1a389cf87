package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.util.json.JSONObject;
import io.github.guichet.endtoend.PrometheusServer.Sample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real Prometheus scrapes a guichet with everything switched on, whose database then goes away: metrics, alerts and dashboard. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
class MonitoringIT {

    private static final Path SHIPPED =
            Path.of(System.getProperty("guichet.tree", "../../target/guichet"), "share/monitoring");
    private static final Path RULES = SHIPPED.resolve("guichet.rules.yml");
    private static final String ENDS = "guichet_certificate_expiry_timestamp_seconds";

    private MonitoredSite site;
    private PrometheusServer prometheus;
    private PrometheusServer protobuf;

    @BeforeAll
    void losesItsDatabaseUnderTheEyesOfPrometheus(Workspace work) throws IOException {
        site = MonitoredSite.start(work);
        int port = site.metrics.port();
        prometheus = PrometheusServer.start(work, "prometheus", port, RULES);
        // Only with these does this Prometheus ask for protobuf.
        protobuf = PrometheusServer.start(work, "protobuf", port, RULES, "--enable-feature=native-histograms");
        Waiting.until("it is scraped", () -> up(prometheus) && up(protobuf));
        Waiting.until("answers of every source are seen", () -> {
            site.traffic();
            return value("guichet_lookups_total{map=\"people\",result=\"found\",served=\"source\"}") > 0
                    && value("guichet_lookups_total{map=\"alias\",result=\"found\",served=\"source\"}") > 0
                    && value("guichet_auth_total{service=\"imap\",mechanism=\"PLAIN\",result=\"ok\"}") > 0;
        });
        site.database.kill();
        Waiting.until("expired answers serve", () -> {
            site.traffic();
            return value("guichet_source_up{source=\"db\"}") == 0
                    && value("sum(guichet_lookups_total{served=\"stale\"})") > 0;
        });
    }

    @Test
    void isScrapedAsTextAndAsProtobuf() throws Exception {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.metrics.port() + "/metrics"))
                                .header(
                                        "Accept",
                                        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/vnd.google.protobuf");
        assertThat(names(protobuf)).containsExactlyInAnyOrderElementsOf(names(prometheus));
        assertThat(value("scrape_samples_scraped")).isGreaterThan(300);
    }

    @Test
    void documentsEveryMetricAndNoOther() throws IOException {
        MetricsReference page = MetricsReference.read(checkout("docs/metrics.md"));
        Set<String> scraped = families(site.metrics.text());
        assertThat(scraped).hasSizeGreaterThan(60);
        assertThat(scraped).allMatch(page::explains);
        assertThat(page.names())
                .allMatch(name -> scraped.stream().anyMatch(metric -> MetricsReference.covers(name, metric)));
        System.out.println("metrics: " + scraped.size() + " families scraped, each on the page and none missing there");
    }

    @Test
    void knowsWhenCertificatesEnd() throws Exception {
        double ends = notAfter(site.server.file());
        double now = System.currentTimeMillis() / 1000.0;
        for (String source : List.of("db", "directory")) {
            String of = ",source=\"" + source + "\"}";
            assertThat(value(ENDS + "{certificate=\"server\"" + of)).isEqualTo(ends);
            assertThat(value(ENDS + "{certificate=\"ca\"" + of)).isGreaterThan(now);
        }
        assertThat(value(ENDS + "{certificate=\"client\",source=\"db\"}")).isGreaterThan(now);
    }

    @Test
    void shipsRulesThatFireWhenTheyShould(Workspace work) throws IOException {
        Command.run(Program.PROMTOOL.path(), "check", "rules", RULES.toString()).succeeds();
        work.file("guichet.rules.yml", Files.readString(RULES));
        List<String> line = new ArrayList<>(List.of(Program.PROMTOOL.path(), "test", "rules"));
        StringBuilder tests = new StringBuilder();
        for (String name : List.of("guichet.rules.test.yml", "guichet.rules.day.test.yml")) {
            String text = Files.readString(MonitoredSite.resource(name));
            line.add(work.file(name, text).toString());
            tests.append(text);
        }
        Command.run(line, "").succeeds();
        Set<String> alerts = alerts(Files.readString(RULES), "alert: (\\w+)");
        assertThat(alerts(tests.toString(), "alertname=\"(\\w+)\"")).isEqualTo(alerts);
        assertThat(alerts(Files.readString(checkout("docs/monitoring.md")), "`(Guichet\\w+)`"))
                .isEqualTo(alerts);
        System.out.println("metrics: " + alerts.size() + " alerts, each fires and is silent when it should");
    }

    @Test
    void saysInEachAlertWhatToDo() {
        List<JSONObject> alerts = prometheus.alerts();
        assertThat(alerts).hasSizeGreaterThan(20);
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(alert.getFieldAsString("health")).as("%s", alert).isEqualTo("ok");
            JSONObject annotations = PrometheusServer.object(alert, "annotations");
            assertThat(annotations.getFieldAsString("summary")).isNotBlank();
            assertThat(annotations.getFieldAsString("description")).hasSizeGreaterThan(60);
            assertThat(PrometheusServer.object(alert, "labels").getFieldAsString("severity"))
                    .isIn("warning", "critical");
        });
        Waiting.until(
                "the lost database is noticed",
                () -> alerting().containsAll(Set.of("GuichetSourceDown", "GuichetStaleAnswers")));
    }

    @Test
    void shipsADashboardWhoseEveryQueryReturnsData() throws IOException {
        Dashboard dashboard = Dashboard.read(SHIPPED.resolve("guichet-dashboard.json"));
        assertThat(prometheus.labelValues("guichet_info", "instance"))
                .containsExactly("127.0.0.1:" + site.metrics.port());
        List<Dashboard.Query> queries = dashboard.queries();
        List<Dashboard.Query> empty = new ArrayList<>(queries);
        Waiting.until("every panel shows something", () -> {
            site.traffic();
            empty.removeIf(query ->
                    prometheus.query(query.expression()).stream().anyMatch(sample -> !Double.isNaN(sample.value())));
            if (!empty.isEmpty()) {
                throw new IllegalStateException(empty.toString());
            }
            return true;
        });
        System.out.println("metrics: " + queries.size() + " queries of "
                + dashboard.panels(false).size() + " panels of the dashboard return data");
    }

    @Test
    void shipsADashboardThatGrafanaCanShow() throws IOException {
        Dashboard dashboard = Dashboard.read(SHIPPED.resolve("guichet-dashboard.json"));
        assertThat(dashboard.json().getFieldAsInteger("schemaVersion")).isGreaterThanOrEqualTo(38);
        assertThat(dashboard.variables()).containsExactly("datasource", "instance");
        assertThat(dashboard.panels(true))
                .extracting(row -> row.getFieldAsString("title"))
                .containsExactly(
                        "Overview", "Maps", "Sources", "Cache", "Log-ins", "Policy", "Milter", "Daemons", "JVM");
        assertThat(dashboard.panels())
                .extracting(panel -> panel.getFieldAsInteger("id"))
                .doesNotHaveDuplicates();
        assertThat(dashboard.panels(false)).allSatisfy(panel -> {
            assertThat(panel.getFieldAsString("title")).isNotBlank();
            assertThat(panel.getFieldAsString("description")).isNotBlank();
            assertThat(PrometheusServer.object(panel, "datasource").getFieldAsString("uid"))
                    .isEqualTo("${datasource}");
            JSONObject shown = PrometheusServer.object(PrometheusServer.object(panel, "fieldConfig"), "defaults");
            assertThat(shown.getFieldAsString("unit")).isNotBlank();
        });
        assertThat(overlapping(dashboard.panels())).isEmpty();
    }

    /** Panels that would lie on another one, or beside the page. */
    private static List<String> overlapping(List<JSONObject> panels) {
        Set<String> taken = new TreeSet<>();
        List<String> twice = new ArrayList<>();
        for (JSONObject panel : panels) {
            JSONObject place = PrometheusServer.object(panel, "gridPos");
            int left = place.getFieldAsInteger("x");
            int top = place.getFieldAsInteger("y");
            for (int x = left; x < left + place.getFieldAsInteger("w"); x++) {
                for (int y = top; y < top + place.getFieldAsInteger("h"); y++) {
                    if (x >= 24 || !taken.add(x + "," + y)) {
                        twice.add(panel.getFieldAsString("title"));
                    }
                }
            }
        }
        return twice;
    }

    private Set<String> alerting() {
        return prometheus.query("ALERTS").stream()
                .map(sample -> sample.labels().getOrDefault("alertname", ""))
                .collect(Collectors.toSet());
    }

    private static boolean up(PrometheusServer server) {
        return server.query("up == 1 and on () guichet_info").size() == 1;
    }

    private static Set<String> names(PrometheusServer server) {
        return server
                .query("count by (__name__) ({job=\"guichet\",__name__!~\"scrape_.*|guichet:.*|ALERTS.*\"})")
                .stream()
                .map(Sample::labels)
                .map(labels -> labels.getOrDefault("__name__", ""))
                .collect(Collectors.toSet());
    }

    /** The only value of an expression; 0 if there is none. */
    private double value(String expression) {
        return prometheus.query(expression).stream()
                .mapToDouble(Sample::value)
                .findFirst()
                .orElse(0);
    }

    private static Set<String> families(String scraped) {
        return scraped.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", 4)[2])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> alerts(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        Set<String> names = new TreeSet<>();
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static double notAfter(Path pem) throws Exception {
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(pem)));
        return certificate.getNotAfter().toInstant().getEpochSecond();
    }

    private static Path checkout(String file) {
        return Path.of(System.getProperty("guichet.checkout", "../.."), file);
    }
}
