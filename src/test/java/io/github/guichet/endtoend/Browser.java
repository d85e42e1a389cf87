package io.github.guichet.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One page in a headless Chromium, driven over its DevTools protocol: https://chromedevtools.github.io/devtools-protocol/. Not
 * thread-safe.
 */
final class Browser implements AutoCloseable {

    private static final Pattern SOCKET = Pattern.compile("\"webSocketDebuggerUrl\": \"(ws://[^\"]+)\"");
    private static final Pattern DATA = Pattern.compile("\"(?:data|value)\":\"([A-Za-z0-9+/=]*)\"");
    private static final Pattern REQUESTED = Pattern.compile("\"request\":\\{\"url\":\"([^\"]*)\"");

    private final ServerProcess process;
    private final WebSocket socket;
    private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private int last;

    private Browser(ServerProcess process, URI page) throws IOException, InterruptedException {
        this.process = process;
        String opened = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(page)
                                .PUT(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher url = SOCKET.matcher(opened);
        if (!url.find()) {
            throw new AssertionError("no page: " + opened);
        }
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(url.group(1)), new Ear())
                .join();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            tell(domain + ".enable", "");
        }
    }

    /** Starts it with an empty page. */
    static Browser start(Workspace work) throws IOException, InterruptedException {
        Path profile = work.directory("chromium");
        ServerProcess process = ServerProcess.start(
                List.of(
                        Program.CHROMIUM.path(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank"),
                work.path(),
                work.path("chromium.log"),
                Map.of());
        Path port = profile.resolve("DevToolsActivePort");
        process.await(() -> Files.exists(port) && Files.readString(port).lines().count() > 1);
        String number = Files.readString(port).lines().findFirst().orElseThrow();
        return work.closing(new Browser(process, URI.create("http://127.0.0.1:" + number + "/json/new?about:blank")));
    }

    /** As wide and high as that, in CSS pixels. */
    void size(int width, int height, boolean telephone) throws InterruptedException {
        tell(
                "Emulation.setDeviceMetricsOverride",
                "\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":%s".formatted(width, height, telephone));
    }

    /** What a media feature says, such as {@code prefers-color-scheme}. */
    void media(String type, String feature, String value) throws InterruptedException {
        tell(
                "Emulation.setEmulatedMedia",
                "\"media\":\"%s\",\"features\":[{\"name\":\"%s\",\"value\":\"%s\"}]".formatted(type, feature, value));
    }

    /** Whether pages may run scripts. */
    void scripts(boolean allowed) throws InterruptedException {
        tell("Emulation.setScriptExecutionDisabled", "\"value\":" + !allowed);
    }

    /** Goes there and waits until it is loaded. */
    void open(String url) throws InterruptedException {
        events.clear();
        tell("Page.navigate", "\"url\":\"" + url + "\"");
        Waiting.until("loaded " + url, () -> loads() > 0);
    }

    /** How often a page was loaded since {@link #open}. */
    long loads() {
        return events.stream()
                .filter(e -> e.contains("\"Page.loadEventFired\""))
                .count();
    }

    /** The value of an expression, as a string. */
    String eval(String expression) throws InterruptedException {
        String said = tell(
                "Runtime.evaluate",
                "\"returnByValue\":true,\"expression\":\"btoa(unescape(encodeURIComponent(String("
                        + expression.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ") + "))))\"");
        return new String(data(said), StandardCharsets.UTF_8);
    }

    /** What it shows, as a PNG, the whole page. */
    byte[] screenshot() throws InterruptedException {
        return data(tell("Page.captureScreenshot", "\"format\":\"png\",\"captureBeyondViewport\":true"));
    }

    /** What it asked for since {@link #open}. */
    List<String> requests() {
        return events.stream()
                .filter(e -> e.contains("\"Network.requestWillBeSent\""))
                .map(REQUESTED::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }

    /** What its console says since {@link #open}: errors, refusals of the policy, uncaught exceptions. */
    List<String> complaints() {
        return events.stream()
                .filter(e -> e.contains("\"Log.entryAdded\"")
                        || e.contains("\"Runtime.exceptionThrown\"")
                        || e.contains("\"Runtime.consoleAPICalled\""))
                .toList();
    }

    private static byte[] data(String reply) {
        Matcher data = DATA.matcher(reply);
        if (!data.find()) {
            throw new AssertionError("no data: " + reply);
        }
        return Base64.getDecoder().decode(data.group(1));
    }

    private String tell(String method, String parameters) throws InterruptedException {
        last++;
        socket.sendText("{\"id\":%d,\"method\":\"%s\",\"params\":{%s}}".formatted(last, method, parameters), true)
                .join();
        String begin = "{\"id\":" + last + ",";
        while (true) {
            String reply = replies.poll(60, TimeUnit.SECONDS);
            if (reply == null) {
                throw new AssertionError("no answer to " + method);
            }
            if (reply.startsWith(begin)) {
                if (reply.startsWith(begin + "\"error\"")) {
                    throw new AssertionError(method + ": " + reply);
                }
                return reply;
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.stop();
    }

    /** Collects what it says: replies begin with their number, everything else is an event. */
    private final class Ear implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean complete) {
            message.append(part);
            if (complete) {
                String text = message.toString();
                message.setLength(0);
                if (text.startsWith("{\"id\":")) {
                    replies.add(text);
                } else {
                    events.add(text);
                }
            }
            from.request(1);
            return CompletableFuture.completedFuture(complete);
        }
    }
}
