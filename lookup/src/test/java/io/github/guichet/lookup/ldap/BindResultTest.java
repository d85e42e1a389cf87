package io.github.guichet.lookup.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ErrorType;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.BindCheck.Verdict;
import io.github.guichet.lookup.template.TemplateException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each result of a bind means. */
class BindResultTest {

    private static final Verdict WRONG = new Verdict.Wrong();

    private volatile ResultCode code = ResultCode.SUCCESS;
    private volatile String words = "";
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile boolean slow;

    private final Memory memory = new Memory(new InMemoryOperationInterceptor() {
        @Override
        public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) throws LDAPException {
            if (slow) {
                await();
            }
            if (!code.equals(ResultCode.SUCCESS)) {
                throw new LDAPException(code, words);
            }
        }
    });

    private void await() {
        try {
            boolean unused = release.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() {
        release.countDown();
        memory.close();
    }

    private Verdict bind(LdapSourceConfig config, String user) {
        try (LdapBindSource source = LdapBindSource.open(config, LookupObserver.NONE)) {
            return LdapBindCheck.as("uid=%n,dc=%d", source)
                    .check(AccountRequest.of(user), AccountRecord.EMPTY, "secret")
                    .get(60, TimeUnit.SECONDS);
        } catch (TemplateException | InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private Verdict bind(String user) {
        return bind(memory.config(), user);
    }

    @ParameterizedTest
    @CsvSource({
        "49, '', wrong",
        "49, '80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 775, v2580', wrong",
        "32, '', wrong",
        "48, '', wrong",
        "19, Exceed password retry limit. Please try later., wrong",
        "53, Account inactivated. Contact system administrator., wrong",
        "53, NDS error: log account expired (-220), wrong",
        "53, unwilling to perform simple authentication, unavailable",
        "53, '', unavailable",
        "34, invalid DN, unavailable",
        "50, '', unavailable",
        "7, '', unavailable",
        "8, '', unavailable",
        "13, confidentiality required, unavailable",
        "1, '', unavailable",
        "2, '', unavailable",
        "3, '', unavailable",
        "11, '', unavailable",
        "10, '', unavailable",
        "51, '', unavailable",
        "52, '', unavailable",
        "80, '', unavailable",
        "4711, '', unavailable",
    })
    void aResultMeans(int number, String diagnostic, String meaning) {
        code = ResultCode.valueOf(number);
        words = diagnostic;
        Verdict verdict = bind("alice@example");
        if (meaning.equals("wrong")) {
            assertThat(verdict).isEqualTo(WRONG);
        } else {
            assertThat(verdict).isInstanceOf(Verdict.Unavailable.class);
            assertThat(((Verdict.Unavailable) verdict).reason())
                    .contains("source directory.bind")
                    .contains("(" + number + ")")
                    .doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @CsvSource({"alice, ''", "alice@bücher, ''"})
    void aDnThatNobodyCanHaveIsWrong(String user) {
        code = ResultCode.INVALID_DN_SYNTAX;
        assertThat(bind(user)).isEqualTo(WRONG);
    }

    @Test
    void aPasswordIsNeverSentWhereAReferralLeads() {
        code = ResultCode.REFERRAL;
        Verdict verdict = bind("alice@example");
        assertThat(verdict).isInstanceOf(Verdict.Unavailable.class);
        assertThat(memory.config().forBinds().chaseReferrals()).isFalse();
    }

    @Test
    void aSlowDirectoryIsUnavailable() {
        slow = true;
        assertThat(bind(Asking.within(memory.config(), Duration.ofMillis(300)), "alice@example"))
                .isInstanceOf(Verdict.Unavailable.class);
    }

    @Test
    void saysWhyForTheLog() throws LDAPException {
        Control locked = new DraftBeheraLDAPPasswordPolicy10ResponseControl(
                null, 0, DraftBeheraLDAPPasswordPolicy10ErrorType.ACCOUNT_LOCKED);
        assertThat(BindResult.reason(refused("", locked))).isEqualTo("invalid credentials (49): account locked");
        assertThat(BindResult.reason(refused("… comment: AcceptSecurityContext error, data 532, v1db1")))
                .isEqualTo("invalid credentials (49): the password has expired");
        assertThat(BindResult.reason(refused("two\nlines"))).isEqualTo("invalid credentials (49): two lines");
        assertThat(BindResult.reason(refused(""))).isEqualTo("invalid credentials (49)");
    }

    @Test
    void tellsALockedAccountFromAGuess() throws LDAPException {
        Control locked = new DraftBeheraLDAPPasswordPolicy10ResponseControl(
                null, 0, DraftBeheraLDAPPasswordPolicy10ErrorType.ACCOUNT_LOCKED);
        assertThat(BindResult.saysMoreThanWrong(refused("", locked))).isTrue();
        assertThat(BindResult.saysMoreThanWrong(refused("error, data 775, v1"))).isTrue();
        assertThat(BindResult.saysMoreThanWrong(refused("error, data 52e, v1"))).isFalse();
        assertThat(BindResult.saysMoreThanWrong(refused(""))).isFalse();
        assertThat(BindResult.saysMoreThanWrong(new LDAPException(ResultCode.CONSTRAINT_VIOLATION, "retry limit")))
                .isTrue();
    }

    private static LDAPException refused(String diagnostic, Control... controls) {
        return new com.unboundid.ldap.sdk.LDAPBindException(new com.unboundid.ldap.sdk.BindResult(
                1, ResultCode.INVALID_CREDENTIALS, diagnostic, null, null, controls));
    }
}
