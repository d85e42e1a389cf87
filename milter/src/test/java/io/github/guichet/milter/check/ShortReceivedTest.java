package io.github.guichet.milter.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortReceivedTest {

    private static final String DATE = "; Sat, 21 Nov 2026 12:00:00 +0100";

    @Test
    void keepsByWithAndIdOfPostfixsOwnForm() {
        assertThat(ShortReceived.of("""
                        from laptop.home (dsl.example.net [203.0.113.9])
                        \t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))
                        \t(Authenticated sender: bob@example.org)
                        \tby mx.example.org (Postfix) with ESMTPSA id 4cX9zQ1k2mz9
                        \tfor <alice@example.com>; Sat, 21 Nov 2026 12:00:00 +0100 (CET)"""))
                .hasValue("by mx.example.org with ESMTPSA id 4cX9zQ1k2mz9;\n\tSat, 21 Nov 2026 12:00:00 +0100");
    }

    @Test
    void keepsWhatIsThere() {
        assertThat(ShortReceived.of("(qmail 1 invoked by uid 5); 21 Nov 2026 12:00:00 -0000"))
                .isEmpty();
        assertThat(ShortReceived.of("by a.example" + DATE))
                .hasValue("by a.example;\n\tSat, 21 Nov 2026 12:00:00 +0100");
        assertThat(ShortReceived.of("BY a.example WITH SMTP(x)ID <1.2@b.example>;21 Nov 2026 12:00 GMT"))
                .hasValue("by a.example with SMTP id <1.2@b.example>;\n\t21 Nov 2026 12:00 GMT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "by a.example",
                "from a.example" + DATE,
                "by [192.0.2.1]" + DATE,
                "by 192.0.2.1" + DATE,
                "by a.example (a comment without end" + DATE,
                "by a.example; yesterday",
                "by a.example; Sat, 21 Nov 2026 12:00:00 +0100 from 192.0.2.1",
                "by \"a b\".example" + DATE,
                "by" + DATE,
                "by a_b.example" + DATE
            })
    void keepsNothingOfWhatItCannotRead(String value) {
        assertThat(ShortReceived.of(value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "by a.example id 192.0.2.1",
                "by a.example id x-192.0.2.1-y",
                "by a.example with [192.0.2.1]",
                "by a.example id [IPv6:2001:db8::1]",
                "by a.example via 192.0.2.1",
                "from by-me [192.0.2.1] by a.example"
            })
    void leavesOutWhatTellsAnAddress(String value) {
        assertThat(ShortReceived.of(value + DATE)).hasValue("by a.example;\n\tSat, 21 Nov 2026 12:00:00 +0100");
    }
}
