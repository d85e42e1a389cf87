package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** The status page in a real browser, and the same in a terminal, of a guichet that has answered, refused and been let down. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
class StatusPageIT {

    private static final String PEER = "<script>document.title='taken'</script><img/src=x/onerror=alert(1)>";

    private Workspace work;
    private Path config;
    private GuichetProcess guichet;
    private String url;
    private Browser browser;

    @BeforeAll
    void servesAndWasAsked(Workspace workspace) throws Exception {
        work = workspace;
        int port = work.freePort();
        url = "http://127.0.0.1:" + port + "/";
        config = work.file("guichet.toml", StatusTraffic.toml(work, port));
        GuichetCommand.run(config, "domain", "add", "example.org").succeeds();
        guichet = GuichetProcess.start(work, config, UnixDomainSocketAddress.of(work.path("milter.sock")));
        StatusTraffic.run(work, PEER);
        browser = Browser.start(work);
    }

    @Test
    void showsEverythingOnADesktopAndOnATelephoneWithoutAskingAnybodyElse() throws Exception {
        browser.size(1280, 900, false);
        browser.open(url);
        Waiting.until("the page refreshed itself", () -> refreshed() >= 1);
        String text = browser.eval("document.body.innerText");
        assertThat(text)
                .contains("✗ Trouble: 1 of 2 sources is down", "✗ down", "✓ up", "directory is down: ")
                .contains("aliases", "accounts.password", "no cache")
                .contains("failed 2, ok 3", "reject 2", "object 1, pass 3")
                .contains("Postfix asks for a map that is not configured: '<script>", "refuse <b>them</b>");
        assertThat(browser.eval("document.title")).isEqualTo("guichet: 1 of 2 sources is down");
        assertThat(browser.eval("document.querySelectorAll('main script, main img, main b b').length"))
                .isEqualTo("0");
        assertThat(browser.eval("document.querySelectorAll('figure svg').length >= 8"))
                .isEqualTo("true");
        assertThat(browser.eval("document.querySelectorAll('h1').length")).isEqualTo("1");
        assertThat(browser.eval(
                        "[...document.querySelectorAll('table')].every(t => t.caption && [...t.querySelectorAll("
                                + "'th')].every(h => h.scope == 'col' || h.scope == 'row'))"))
                .isEqualTo("true");
        assertThat(wide()).isLessThanOrEqualTo(1280);
        keep("desktop.png");

        browser.size(360, 740, true);
        assertThat(wide()).isLessThanOrEqualTo(360);
        assertThat(browser.eval("getComputedStyle(document.querySelector('tbody tr')).display"))
                .isEqualTo("block");
        assertThat(readable(keep("telephone.png"))).isGreaterThan(20);

        browser.media("", "prefers-color-scheme", "dark");
        assertThat(browser.eval("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(22, 24, 27)");
        browser.size(1280, 900, false);
        keep("dark.png");
        browser.media("print", "prefers-color-scheme", "light");
        assertThat(browser.eval("getComputedStyle(document.querySelector('.verdict')).color"))
                .isEqualTo("rgb(0, 0, 0)");
        browser.media("", "prefers-color-scheme", "light");

        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests())
                .isNotEmpty()
                .allMatch(request -> request.equals(url) || request.startsWith("data:image/svg+xml,"));
        System.out.println(
                "page: " + browser.eval("document.documentElement.outerHTML.length") + " characters, refreshed "
                        + refreshed() + " times, " + wide() + " of 1280 px wide, no request to elsewhere");
    }

    /** What would run if the page were not escaped does not run even if it stands in the page. */
    @Test
    void runsNoScriptButItsOwn() throws Exception {
        browser.open(url);
        browser.eval("document.querySelector('main').insertAdjacentHTML('beforeend',"
                + " '<img id=x src=/nothing onerror=\"document.title=1\"><style>h1{color:red}</style>')");
        Waiting.until("the policy refused it", () -> browser.complaints().size() >= 2);
        assertThat(browser.complaints()).allMatch(said -> said.contains("Content Security Policy"));
        assertThat(browser.eval("document.title")).startsWith("guichet");
    }

    @Test
    void looksAgainWithoutJavaScriptToo() throws Exception {
        browser.scripts(false);
        try {
            browser.open(url);
            Waiting.until("the page was loaded again", () -> browser.loads() >= 2);
        } finally {
            browser.scripts(true);
        }
    }

    @Test
    void saysThatGuichetIsAwayAndGoesOn() throws Exception {
        browser.open(url);
        guichet.pause();
        try {
            // A browser that is told no less than ten seconds later that nobody answers.
            Waiting.until("it says so", () -> lost().startsWith("No answer from guichet"));
        } finally {
            guichet.resume();
        }
        Waiting.until("it goes on", () -> lost().isEmpty());
    }

    /** In a terminal: drawn in place, drawn anew when the window changes, and everything as before after Ctrl-C. */
    @Test
    void watchesInATerminal() throws Exception {
        Command run = Command.run(
                List.of(
                        Program.SCRIPT.path(),
                        "-qec",
                        "stty rows 40 cols 100; exec 3>&1; (sleep 4; kill -INT $$) & exec env LC_ALL=C.UTF-8 TERM=xterm "
                                + Program.GUICHET.path() + " status --watch 1 --config " + config,
                        "/dev/null"),
                "");
        assertThat(run.exit()).as(run.toString()).isZero();
        String out = run.out();
        assertThat(out).startsWith("\033[?1049h\033[?25l").endsWith("\033[?25h\033[?1049l");
        assertThat(out.split("\033\\[H", -1).length).isGreaterThan(2);
        assertThat(out).contains("LAST HOUR", "1 of 2 sources is down", "DOWN", "Ctrl-C ends");
        assertThat(out.replaceAll("\033\\[[?0-9;]*[A-Za-z]", "").lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void isTheSameInAPipe() throws IOException {
        Command status = GuichetCommand.run(config, "status");
        assertThat(status.exit()).isEqualTo(1);
        assertThat(status.out())
                .contains("1 of 2 sources is down", "aliases", "failed 2, ok 3", "reject 2", "<script>")
                .doesNotContain("\033")
                .doesNotContain("LAST HOUR");
        assertThat(status.out().lines().filter(line -> line.startsWith("directory ")))
                .singleElement()
                .asString()
                .contains("DOWN");
        String json = GuichetCommand.run(config, "status", "--json").out();
        assertThat(json.lines()).hasSize(1);
        assertThat(json).contains("\"healthy\":false", "\"trends\":{\"step-seconds\":10", "\"log-ins\":[{");
        Path pythons = work.file("status.json", json);
        Command.run(List.of(Program.PYTHON.path(), "-m", "json.tool", pythons.toString()), "")
                .succeeds();
    }

    private long refreshed() throws InterruptedException {
        return Long.parseLong(browser.eval("document.documentElement.dataset.refreshed || 0"));
    }

    private String lost() throws InterruptedException {
        return browser.eval("document.getElementById('lost').textContent");
    }

    private int wide() throws InterruptedException {
        return Integer.parseInt(
                browser.eval("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"));
    }

    /** Where {@code guichet.shots} names a directory, somebody wants to look at them. */
    private byte[] keep(String name) throws IOException, InterruptedException {
        byte[] png = browser.screenshot();
        String directory = System.getenv("GUICHET_SHOTS");
        Files.write(directory == null ? work.path(name) : Path.of(directory).resolve(name), png);
        assertThat(new String(png, 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
        return png;
    }

    /** How many different greys there are: an empty page has one. */
    private static int readable(byte[] png) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        Set<Integer> greys = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y += 3) {
            for (int x = 0; x < image.getWidth(); x++) {
                int colour = image.getRGB(x, y);
                greys.add(((colour >> 16 & 255) * 3 + (colour >> 8 & 255) * 6 + (colour & 255)) / 10);
            }
        }
        return greys.size();
    }
}
