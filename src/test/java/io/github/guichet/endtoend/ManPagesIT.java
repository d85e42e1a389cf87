package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manual pages of the packaged tree, as man(1) shows them. */
class ManPagesIT {

    private static final Path PAGES = Path.of(Program.GUICHET.path()).resolveSibling("../share/man");

    @ParameterizedTest
    @CsvSource({
        "man1/guichet.1, Makes the running daemon forget",
        "man5/guichet.toml.5, source.NAME.deadline",
        "man8/guichet-socketmap.8, socketmap:unix:guichet/socketmap.sock:alias",
        "man8/guichet-policy.8, check_policy_service { unix:guichet/policy.sock",
        "man8/guichet-milter.8, smtpd_milters = { unix:guichet/milter.sock",
        "man8/guichet-dovecot-auth.8, smtpd_sasl_type = dovecot"
    })
    void rendersWithoutWarnings(String page, String words) {
        Command man = Command.run(
                List.of(
                        "/usr/bin/env",
                        "MANWIDTH=100",
                        Program.MAN.path(),
                        "--warnings",
                        "-l",
                        PAGES.resolve(page).toString()),
                "");
        // Lines are filled and justified.
        String text = man.succeeds().out().replaceAll(".\b", "").replaceAll("\\s+", " ");
        assertThat(text).contains(words);
        assertThat(man.err()).isEmpty();
    }
}
