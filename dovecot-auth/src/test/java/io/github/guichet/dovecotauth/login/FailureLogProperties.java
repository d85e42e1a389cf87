package io.github.guichet.dovecotauth.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a peer says, a line has the fields that were meant, once each, with the address that was meant. */
class FailureLogProperties {

    private static final Pattern LINE =
            Pattern.compile("info auth failed: service=[!-~]+ mech=[!-~]+ user=<[!-;?-~]*> rip=(\\S+) reason=[ -~]*");

    @Provide
    Arbitrary<String> nasty() {
        return Arbitraries.of(
                        "alice",
                        " ",
                        "\n",
                        "\r\n",
                        "> rip=6.6.6.6 reason=x",
                        "rip=6.6.6.6",
                        "<",
                        ">",
                        "=",
                        "\\",
                        "\0",
                        "auth failed: service=a mech=b user=<c> rip=6.6.6.6 reason=d",
                        "\u2028",
                        "\ud800",
                        "é",
                        "%s {}")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<LoginRequest> requests() {
        Arbitrary<String> rip = Arbitraries.of("203.0.113.7", "2001:db8::1", "", "6.6.6.6 reason=x", "evil.example");
        return Combinators.combine(nasty(), nasty(), rip)
                .as((service, mech, address) -> new LoginRequest(mech, Map.of("service", service, "rip", address)));
    }

    @Property
    void noTextForgesAFieldOrALine(
            @ForAll("requests") LoginRequest request, @ForAll("nasty") String user, @ForAll("nasty") String reason) {
        List<String> lines = new ArrayList<>();
        new FailureLog(LoginSite.logger(lines)).failed(request, user, reason);
        assertThat(lines).singleElement().satisfies(line -> {
            Matcher matcher = LINE.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            boolean address = Network.parse(request.remoteIp()).isPresent();
            assertThat(matcher.group(1)).isEqualTo(address ? request.remoteIp() : "-");
            assertThat(count(line, " rip=")).isEqualTo(1);
            assertThat(count(line, "=")).isEqualTo(5);
        });
    }

    @Property
    void longTextIsClipped(@ForAll("requests") LoginRequest request) {
        List<String> lines = new ArrayList<>();
        new FailureLog(LoginSite.logger(lines)).failed(request, "x".repeat(100_000), "\n".repeat(100_000));
        assertThat(lines.get(0).length()).isLessThan(2000);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
