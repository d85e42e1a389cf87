package io.github.guichet.lookup.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceState;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.BindCheck.Verdict;
import io.github.guichet.lookup.template.TemplateException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Binds as a user on a real slapd, under access rules that let nobody read a password. */
class LdapBindCheckTest {

    private static final Verdict RIGHT = new Verdict.Right();
    private static final Verdict WRONG = new Verdict.Wrong();
    private static final String TEMPLATE = "uid=%u,ou=mail,dc=xoyize,dc=xyz";

    @TempDir
    static Path directory;

    private static PrivateSlapd slapd;

    @BeforeAll
    static void start() throws IOException {
        slapd = PrivateSlapd.start(
                directory,
                "localhost",
                "idletimeout 1",
                PrivateSlapd.resource("tree.ldif").replace("@DIR@", directory.toString()));
    }

    @AfterAll
    static void stop() {
        slapd.close();
    }

    private static LdapSourceConfig plain() {
        return Asking.source("ldap://localhost:" + slapd.port);
    }

    private static LdapBindSource open(LdapSourceConfig config) {
        return LdapBindSource.open(config, LookupObserver.NONE);
    }

    private static Verdict bind(LdapBindSource source, String user, String password) {
        try {
            return LdapBindCheck.as(TEMPLATE, source)
                    .check(AccountRequest.of(user), AccountRecord.EMPTY, password)
                    .get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Verdict bind(LdapSourceConfig config, String user, String password) {
        try (LdapBindSource source = open(config)) {
            return bind(source, user, password);
        }
    }

    private static String reason(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Unavailable.class);
        return ((Verdict.Unavailable) verdict).reason();
    }

    private static void await(BooleanSupplier condition) {
        for (int i = 0; i < 1200 && !condition.getAsBoolean(); i++) {
            PrivateSlapd.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void tellsRightFromWrong() {
        try (LdapBindSource source = open(plain())) {
            assertThat(bind(source, "xomail", "pass")).isEqualTo(RIGHT);
            assertThat(bind(source, "xomail", "pass2")).isEqualTo(WRONG);
            assertThat(bind(source, "second", "pass2")).isEqualTo(RIGHT);
            assertThat(bind(source, "nobody", "pass")).isEqualTo(WRONG);
            assertThat(bind(source, "xomail", "pass")).isEqualTo(RIGHT);
            assertThat(source.idleConnections()).as("one connection for all").isEqualTo(1);
        }
    }

    @Test
    void anEmptyPasswordIsWrongWithoutAsking() throws IOException {
        int nobody = PrivateSlapd.freePort();
        assertThat(bind(Asking.source("ldap://localhost:" + nobody), "xomail", ""))
                .isEqualTo(WRONG);
    }

    /** But a space at the end is the directory's affair: to its caseIgnoreMatch it is none. */
    @Test
    void nobodyGetsInUnderTheNameOfAnother() {
        try (LdapBindSource source = open(plain())) {
            for (String name : List.of("xomail,ou=mail", "*", "x*", "xomail+cn=xomail", "a\\2cxomail")) {
                assertThat(bind(source, name, "pass")).as(name).isEqualTo(WRONG);
            }
        }
    }

    @Test
    void bindsAfterStartTlsWithAPrivateCa() {
        LdapTls tls = new LdapTls(
                LdapTls.Verify.FULL,
                Optional.of(slapd.ca.file("CA.pem")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(bind(Asking.startTls(plain(), tls), "xomail", "pass")).isEqualTo(RIGHT);
    }

    @Test
    void sendsNoPasswordToAServerItDoesNotTrust(@TempDir Path elsewhere) throws IOException {
        LdapTls tls = new LdapTls(
                LdapTls.Verify.FULL,
                Optional.of(PrivateCa.create(elsewhere).file("CA.pem")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(reason(bind(Asking.startTls(plain(), tls), "xomail", "pass")))
                .contains("StartTLS failed");
    }

    @Test
    void needsNoReaderOfItsOwn() {
        LdapBind unknown = new LdapBind.Simple("cn=gone,dc=xoyize,dc=xyz", "forgotten");
        assertThat(bind(Asking.as(plain(), unknown), "xomail", "pass")).isEqualTo(RIGHT);
    }

    @Test
    void bindsUnderTheDnThatASearchHasFound() throws Exception {
        LdapAccountConfig search = new LdapAccountConfig(
                "pass-filter",
                "dc=xoyize,dc=xyz",
                LdapScope.SUB,
                "(mailacceptinggeneralid=%u)",
                LdapAccountConfig.DEFAULT_PASS_ATTRIBUTES);
        AccountRequest request = AccountRequest.of("second@other-domain.net");
        try (LdapSource searches = LdapSource.open(within(), LookupObserver.NONE);
                LdapBindSource binds = open(plain())) {
            AccountAnswer answer = new LdapAccountSource(search, LdapAccountSource.Use.BIND, searches)
                    .lookup(request)
                    .get(60, TimeUnit.SECONDS);
            AccountRecord record = ((AccountAnswer.Found) answer).first();
            assertThat(record.field("user")).contains("second");
            LdapBindCheck check = LdapBindCheck.afterSearch(binds);
            assertThat(check.knowsDn()).isFalse();
            assertThat(check.check(request, record, "pass2").get(60, TimeUnit.SECONDS))
                    .isEqualTo(RIGHT);
            assertThat(check.check(request, record, "pass").get(60, TimeUnit.SECONDS))
                    .isEqualTo(WRONG);
            assertThat(check.check(request, AccountRecord.EMPTY, "pass2").get(60, TimeUnit.SECONDS))
                    .isInstanceOf(Verdict.Unavailable.class);
        }
    }

    /** The rules of access show the reader ou=mail and nothing above it, so a base above it would be a mistake. */
    private static LdapSourceConfig within() {
        return Asking.as(plain(), new LdapBind.Simple("cn=root,dc=xoyize,dc=xyz", "secret"));
    }

    @Test
    void knowsTheDnOfATemplate() throws TemplateException {
        try (LdapBindSource source = open(plain())) {
            assertThat(LdapBindCheck.as(TEMPLATE, source).knowsDn()).isTrue();
            assertThatThrownBy(() -> LdapBindCheck.as("%u", source)).isInstanceOf(TemplateException.class);
        }
    }

    @Test
    void asksOnceMoreWhenTheServerHasClosedIdleConnections() {
        try (LdapBindSource source = open(plain())) {
            assertThat(bind(source, "xomail", "pass")).isEqualTo(RIGHT);
            PrivateSlapd.sleep(3_000); // idletimeout is one second
            assertThat(bind(source, "xomail", "wrong")).isEqualTo(WRONG);
        }
    }

    @Test
    void asksOnceMoreWhenTheServerWasRestarted() throws IOException {
        try (LdapBindSource source = open(plain())) {
            assertThat(bind(source, "xomail", "pass")).isEqualTo(RIGHT);
            slapd.restart();
            assertThat(bind(source, "xomail", "pass")).isEqualTo(RIGHT);
        }
    }

    @Test
    void goesToTheSecondServerWhenTheFirstIsDead() throws IOException {
        LdapSourceConfig two =
                Asking.source("ldap://localhost:" + PrivateSlapd.freePort(), "ldap://localhost:" + slapd.port);
        assertThat(bind(two, "xomail", "pass")).isEqualTo(RIGHT);
        assertThat(bind(two, "xomail", "wrong")).isEqualTo(WRONG);
    }

    @Test
    void aDeadServerIsUnavailable() throws IOException {
        int nobody = PrivateSlapd.freePort();
        assertThat(reason(bind(Asking.source("ldap://localhost:" + nobody), "xomail", "pass")))
                .contains("source directory.bind")
                .contains("cannot connect: Connection refused");
    }

    @Test
    void aStoppedServerIsUnavailableAndThenThereAgain() throws IOException {
        try (LdapBindSource source = open(Asking.within(plain(), Duration.ofSeconds(2)))) {
            assertThat(bind(source, "xomail", "pass")).isEqualTo(RIGHT);
            slapd.signal("STOP");
            try {
                for (int i = 0; i < 4; i++) {
                    assertThat(reason(bind(source, "xomail", "wrong"))).contains("source directory.bind");
                }
                await(() -> source.state() instanceof SourceState.Down);
            } finally {
                slapd.signal("CONT");
            }
            await(() -> bind(source, "xomail", "pass").equals(RIGHT));
            assertThat(bind(source, "xomail", "wrong")).isEqualTo(WRONG);
        }
    }

    @Test
    void aBurstOfLogInsLeavesSearchesAlone() throws Exception {
        LdapSourceConfig config = Asking.within(plain(), Duration.ofSeconds(20));
        try (LdapSource searches = LdapSource.open(config, LookupObserver.NONE);
                LdapBindSource binds = open(config)) {
            LdapBindCheck check = LdapBindCheck.as(TEMPLATE, binds);
            List<CompletableFuture<Verdict>> many = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                many.add(check.check(AccountRequest.of("xomail"), AccountRecord.EMPTY, i % 2 == 0 ? "pass" : "no"));
            }
            // More than wait and work: the rest was refused at once, and says so.
            assertThat(many).anyMatch(CompletableFuture::isDone);
            assertThat(Asking.ask(searches, Asking.table("maildrop=%s", "uid"), "xomail@xoyize.xyz"))
                    .isEqualTo(new Answer.Found("xomail"));
            for (int i = 0; i < many.size(); i++) {
                Verdict verdict = many.get(i).get(60, TimeUnit.SECONDS);
                if (!(verdict instanceof Verdict.Unavailable)) {
                    assertThat(verdict).isEqualTo(i % 2 == 0 ? RIGHT : WRONG);
                }
            }
            assertThat(binds.idleConnections()).isLessThanOrEqualTo(config.poolSize());
        }
    }

    @Test
    void connectSaysWhatIsWrong() throws Exception {
        try (LdapBindSource source = open(plain())) {
            source.connect();
        }
        int nobody = PrivateSlapd.freePort();
        try (LdapBindSource source = open(Asking.source("ldap://localhost:" + nobody))) {
            assertThatThrownBy(source::connect)
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("cannot connect: Connection refused");
        }
    }
}
