package io.github.guichet.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostfixExaminationsTest {

    private static final String SMTPD = "smtp inet n - y - - smtpd\n127.0.0.1:2525 inet n - n - - smtpd -o x=y\n";

    @TempDir
    private Path directory = Path.of("");

    private final Setups setups = new Setups()
            .map("alias", "virtual_alias_maps", Map.of())
            .listen(Listening.Role.SOCKETMAP, "unix:/var/spool/postfix/g/s.sock")
            .listen(Listening.Role.POLICY, "unix:/var/spool/postfix/g/p.sock")
            .listen(Listening.Role.MILTER, "unix:/var/spool/postfix/g/m.sock")
            .listen(Listening.Role.AUTH_CLIENT, "unix:/var/spool/postfix/g/a.sock");

    private Postfix postfix(String parameters, String overrides) {
        return Setups.postfix(
                directory,
                String.join(
                        "\n",
                        "queue_directory = /var/spool/postfix",
                        "compatibility_level = 3.6",
                        "milter_protocol = 6",
                        "milter_command_timeout = 30s",
                        "milter_content_timeout = 300s",
                        "smtpd_policy_service_timeout = 100s",
                        parameters),
                SMTPD,
                overrides);
    }

    @Test
    void findsAMapThatIsAskedRelativeToTheQueueOrFromInsideTheChroot() throws Exception {
        for (String path : List.of("g/s.sock", "/g/s.sock", "/var/spool/postfix/g/s.sock")) {
            assertThat(Setups.texts(new MapsExamination(
                            setups.setup(), postfix("virtual_alias_maps = socketmap:unix:" + path + ":alias", ""))))
                    .hasSize(1)
                    .allMatch(text -> text.startsWith("ok: "));
        }
    }

    @Test
    void looksIntoUnionsPipesClassesAndMasterCf() throws Exception {
        assertThat(Setups.texts(new MapsExamination(
                        setups.setup(),
                        postfix("""
                                virtual_alias_maps = unionmap:{socketmap:unix:g/s.sock:alias,socketmap:unix:g/s.sock:one}
                                insiders = check_sender_access socketmap:unix:g/s.sock:two, reject
                                """, "127.0.0.1:2525/inet/smtpd_sender_login_maps = socketmap:inet:[::1]:7777:three"))))
                .anyMatch(t -> t.startsWith("error") && t.contains("\"one\"") && t.contains(":alias,socketmap"))
                .anyMatch(t -> t.startsWith("error") && t.contains("insiders asks for the map \"two\""))
                .anyMatch(t -> t.startsWith("warning") && t.contains("master.cf") && t.contains("[::1]:7777"));
    }

    @Test
    void survivesAPostconfThatTalksNonsense() throws Exception {
        Postfix odd =
                Setups.postfix(directory, """
                = = =
                \033[2J
                queue_directory = /q
                virtual_alias_maps = socketmap: socketmap:unix:\033 socketmap:inet:h:99999999:x
                no equals sign
                smtpd_milters = {{{ }
                smtpd_recipient_restrictions = check_policy_service {
                """, "one two\n\n- - - - - - - - -\nsmtp inet", "////=\n/x = y\nsmtp/inet/a");
        List<String> texts = Setups.texts(new MapsExamination(setups.setup(), odd));
        assertThat(texts).anyMatch(t -> t.contains("which is no socketmap that Postfix can read"));
        assertThat(String.join("", texts)).doesNotContain("\u001b");
        assertThat(new PolicyExamination(setups.setup(), odd).examine()).isNotEmpty();
        assertThat(new MilterExamination(setups.setup(), odd).examine()).isNotEmpty();
        assertThat(new SaslExamination(setups.setup(), odd).examine()).isNotEmpty();
    }

    @Test
    void tellsAnAbsentPostfixFromOneThatCannotBeSeen() {
        Setups.script(
                directory.resolve("postconf"),
                "echo 'postconf: fatal: open /etc/postfix/main.cf: No such file or directory' >&2; exit 1\n");
        assertThatThrownBy(() -> new Postfix(Setups.tool(directory), java.util.Optional.empty()).config())
                .isInstanceOfSatisfying(
                        CannotLookException.class, e -> assertThat(e.isAbsent()).isTrue());
        Setups.script(directory.resolve("postconf"), "echo 'postconf: fatal: bad master.cf' >&2; exit 1\n");
        assertThatThrownBy(() -> new Postfix(Setups.tool(directory), java.util.Optional.empty()).config())
                .hasMessageContaining("bad master.cf")
                .isInstanceOfSatisfying(
                        CannotLookException.class, e -> assertThat(e.isAbsent()).isFalse());
    }

    @Test
    void comparesDelimitersAsSets() throws Exception {
        Dovecot none = new Dovecot(
                new Tool(java.time.Duration.ofSeconds(5), Map.of()), java.util.Optional.of(Path.of("/nowhere")));
        setups.delimiters = "+-";
        List<String> texts =
                Setups.texts(new DelimiterExamination(setups.setup(), postfix("recipient_delimiter = -+", ""), none));
        assertThat(texts).noneMatch(t -> t.contains("Postfix's"));
        assertThat(Setups.texts(new DelimiterExamination(setups.setup(), postfix("recipient_delimiter =", ""), none)))
                .anyMatch(t -> t.startsWith("warning: Postfix's recipient_delimiter is \"\""));
    }

    @Test
    void wantsSaslAtEachServiceThatTakesLogIns() throws Exception {
        String on = "smtpd_sasl_auth_enable = yes\nsmtpd_sasl_type = dovecot\nsmtpd_sasl_path = g/a.sock\n";
        assertThat(Setups.texts(new SaslExamination(setups.setup(), postfix(on, ""))))
                .containsExactly("ok: 2 smtpd services check log-ins with guichet | ");
        assertThat(Setups.texts(new SaslExamination(
                        setups.setup(), postfix(on, "127.0.0.1:2525/inet/smtpd_sasl_path = private/auth"))))
                .anyMatch(t -> t.startsWith("warning")
                        && t.contains("postconf -P 127.0.0.1:2525/inet/smtpd_sasl_path=g/a.sock"));
        assertThat(Setups.texts(
                        new SaslExamination(setups.setup(), postfix(on.replace("type = dovecot", "type = cyrus"), ""))))
                .anyMatch(t -> t.contains("smtpd_sasl_type = cyrus"));
    }

    @Test
    void wantsRateRulesAskedAtTheEnd() throws Exception {
        setups.rules.add(new RuleFacts("outgoing", false, true));
        String rcpt = "smtpd_recipient_restrictions = check_policy_service { unix:g/p.sock, timeout=2s }, reject\n";
        assertThat(Setups.texts(new PolicyExamination(setups.setup(), postfix(rcpt, ""))))
                .anyMatch(t -> t.contains("outgoing count nothing"))
                .anyMatch(t -> t.contains("waits 2000 ms") && t.contains("timeout=6s"));
        assertThat(Setups.texts(new PolicyExamination(
                        setups.setup(),
                        postfix(
                                rcpt.replace("2s", "1h")
                                        + "smtpd_end_of_data_restrictions = check_policy_service unix:g/p.sock\n",
                                ""))))
                .allMatch(t -> t.startsWith("ok"));
    }

    @Test
    void readsMiltersWithAndWithoutBraces() throws Exception {
        assertThat(MilterExamination.filters("{ unix:a, b=c }, inet:h:1 unix:d {unix:e,connect_timeout=5s}"))
                .containsExactly("unix:a, b=c", "inet:h:1", "unix:d", "unix:e,connect_timeout=5s");
        assertThat(Setups.texts(new MilterExamination(
                        setups.setup(),
                        postfix("smtpd_milters = { unix:g/m.sock, protocol=2, content_timeout=1s }", ""))))
                .anyMatch(t -> t.contains("version 2"))
                .anyMatch(t -> t.contains("waits 1000 ms (content_timeout)"));
    }

    @Test
    void saysWhatToExportWherePostfixRefusesASocketmap() throws Exception {
        assertThat(Setups.texts(
                        new MapsExamination(setups.setup(), postfix("alias_maps = socketmap:unix:g/s.sock:alias", ""))))
                .anyMatch(t ->
                        t.startsWith("error") && t.contains("local(8)") && t.contains("guichet export alias --to"));
    }

    @Test
    void readsTimesAsPostfixWritesThem() {
        assertThat(List.of("5", "5s", "2m", "1h", "1d", "1w").stream().map(PostfixConfig::millis))
                .containsExactly(5_000L, 5_000L, 120_000L, 3_600_000L, 86_400_000L, 604_800_000L);
        assertThat(PostfixConfig.millis("soon")).isEqualTo(Long.MAX_VALUE);
    }
}
