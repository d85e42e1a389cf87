package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ShortReceivedProperties {

    /** RFC 5321, 4.4, from By-domain on, without comments; its lines are those of RFC 5322, 2.2.3. */
    private static final Pattern TRACE = Pattern.compile(
            "by (?<domain>[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*)"
                    + "( with [A-Za-z0-9/+_-]+)?"
                    + "( id ([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+|<[^<>@ ]+@[^<>@ ]+>))?"
                    + ";\n\t((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?[0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{5,8} ([+-][0-9]{4}|[A-Z]+)");

    @Property
    void whatIsLeftIsATrace(@ForAll("received") String value) {
        ShortReceived.of(value).ifPresent(left -> {
            assertThat(left).matches(TRACE);
            assertThat(left.lines()).allMatch(line -> line.length() < 998);
            assertThat(ShortReceived.of(left)).hasValue(left);
        });
    }

    @Property
    void whatIsWellFormedStaysWithoutTheClient(
            @ForAll("clients") String client, @ForAll("blanks") String blank, @ForAll("comments") String comment) {
        String value = "from" + blank + client + blank + comment + blank + "by" + blank + "mx.example.org" + blank
                + "with" + blank + "ESMTPSA" + blank + "id" + blank + "4F2A" + blank + comment + ";" + blank
                + "Sat, 21 Nov 2026 12:00:00 +0100";
        assertThat(ShortReceived.of(value))
                .hasValue("by mx.example.org with ESMTPSA id 4F2A;\n\tSat, 21 Nov 2026 12:00:00 +0100");
    }

    @Property
    void nothingIsUnreadable(@ForAll byte[] bytes, @ForAll String text) {
        assertThatCode(() -> ShortReceived.of(new String(bytes, StandardCharsets.ISO_8859_1)))
                .doesNotThrowAnyException();
        assertThatCode(() -> ShortReceived.of(text)).doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<String> received() {
        Arbitrary<String> clauses = Arbitraries.of(
                        "from",
                        "by",
                        "with",
                        "id",
                        "for",
                        "via",
                        "a.example",
                        "MX",
                        "[192.0.2.1]",
                        "192.0.2.1",
                        "(x)",
                        "((",
                        "SMTP",
                        "ESMTPSA",
                        "<1@a.example>",
                        "4F2A",
                        "4.F.2",
                        "\"",
                        ";",
                        "-",
                        "--",
                        "a_b",
                        "\\",
                        "\u00fc")
                .list()
                .ofMaxSize(10)
                .map(parts -> String.join(" ", parts));
        Arbitrary<String> dates = Arbitraries.of(
                "Sat, 21 Nov 2026 12:00:00 +0100",
                "21 Nov 2026 12:00 GMT (x)",
                "Sat, 21 Nov 2026 12:00:00 +0100 x",
                "1 Jan 99 1:2:3 PST",
                "");
        return Combinators.combine(clauses, dates).as((before, date) -> before + ";" + date);
    }

    @Provide
    Arbitrary<String> clients() {
        return Arbitraries.of(
                "laptop.home", "[192.0.2.7]", "[IPv6:2001:db8::7]", "192.0.2.7", "by", "with", "x y z", "with id by");
    }

    @Provide
    Arbitrary<String> blanks() {
        return Arbitraries.of(" ", "\t", "\n\t", "\r\n ", "  \n  ");
    }

    @Provide
    Arbitrary<String> comments() {
        return Arbitraries.of("", "(home [192.0.2.7])", "(a (b; c) \\) by d)", "(;)");
    }
}
