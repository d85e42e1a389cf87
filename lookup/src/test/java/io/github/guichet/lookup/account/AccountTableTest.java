package io.github.guichet.lookup.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.CacheConfig;
import io.github.guichet.lookup.CacheMemory;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Served;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AccountTableTest {

    private static final AccountRecord OLD = new AccountRecord(Map.of("password", "{PLAIN}old"));
    private static final AccountRecord NEW = new AccountRecord(Map.of("password", "{PLAIN}new"));
    private static final CacheConfig EXPIRED =
            new CacheConfig(100, Duration.ZERO, Duration.ZERO, Duration.ofHours(1), Duration.ofHours(1));

    private final List<AccountRequest> asked = new ArrayList<>();
    private AccountAnswer answer = found(OLD);
    private Set<String> variables = Set.of();

    private static AccountAnswer found(AccountRecord... records) {
        return new AccountAnswer.Found(List.of(records), Served.SOURCE);
    }

    private AccountTable table(CacheConfig config) {
        Set<String> depends = variables;
        AccountSource source = new AccountSource() {
            @Override
            public Set<String> variables() {
                return depends;
            }

            @Override
            public CompletableFuture<AccountAnswer> lookup(AccountRequest request) {
                asked.add(request);
                return CompletableFuture.completedFuture(answer);
            }
        };
        return new AccountTable("accounts.password", source, config, new CacheMemory(1 << 20), LookupObserver.NONE);
    }

    private static AccountRequest imap(String user) {
        return AccountRequest.of(user).with("service", "imap").with("rip", "192.0.2.1");
    }

    @Test
    void aRecordIsAskedForOnce() {
        AccountTable table = table(CacheConfig.DEFAULT);
        assertThat(table.lookup(imap("alice")).join()).isEqualTo(found(OLD));
        assertThat(table.lookup(imap("alice")).join()).isEqualTo(new AccountAnswer.Found(List.of(OLD), Served.CACHE));
        assertThat(asked).hasSize(1);
    }

    @Test
    void askingAgainBringsWhatHasChangedAndCachesIt() {
        AccountTable table = table(CacheConfig.DEFAULT);
        table.lookup(imap("alice")).join();
        answer = found(NEW);
        assertThat(table.lookupAgain(imap("alice")).join()).isEqualTo(found(NEW));
        assertThat(table.lookup(imap("alice")).join()).isEqualTo(new AccountAnswer.Found(List.of(NEW), Served.CACHE));
    }

    @Test
    void askingAgainInVainHarmsNothing() {
        AccountTable table = table(CacheConfig.DEFAULT);
        table.lookup(imap("alice")).join();
        answer = new AccountAnswer.Unavailable("down");
        assertThat(table.lookupAgain(imap("alice")).join())
                .isEqualTo(new AccountAnswer.Found(List.of(OLD), Served.CACHE));
        assertThat(table.lookup(imap("alice")).join()).isEqualTo(new AccountAnswer.Found(List.of(OLD), Served.CACHE));
    }

    @Test
    void anExpiredRecordServesWhileItsSourceIsDownAndAnExpiredNotFoundNever() {
        AccountTable table = table(EXPIRED);
        table.lookup(imap("alice")).join();
        answer = AccountAnswer.NOT_FOUND;
        table.lookup(imap("bob")).join();
        answer = new AccountAnswer.Unavailable("down");
        assertThat(table.lookup(imap("alice")).join()).isEqualTo(new AccountAnswer.Found(List.of(OLD), Served.STALE));
        assertThat(table.lookup(imap("bob")).join()).isEqualTo(answer);
    }

    @Test
    void whatAnAnswerDependsOnIsKeptApart() {
        variables = Set.of("service");
        AccountTable table = table(CacheConfig.DEFAULT);
        table.lookup(imap("alice")).join();
        table.lookup(AccountRequest.of("alice").with("service", "pop3")).join();
        table.lookup(AccountRequest.of("alice").with("service", "imap")).join();
        assertThat(asked)
                .containsExactly(
                        AccountRequest.of("alice").with("service", "imap"),
                        AccountRequest.of("alice").with("service", "pop3"));
    }

    @Test
    void aFactWithoutAValueIsAnotherThanNone() {
        variables = Set.of("secured");
        AccountTable table = table(CacheConfig.DEFAULT);
        table.lookup(imap("alice").with("secured", "")).join();
        table.lookup(imap("alice")).join();
        assertThat(asked).extracting(AccountRequest::facts).containsExactly(Map.of("secured", ""), Map.of());
    }

    @Test
    void aQuestionDoesNotShowThePasswordThatItCarries() {
        AccountRequest question = AccountRequest.of("alice")
                .with(AccountSource.PASSWORD, "s3cr3t")
                .with("service", "imap");
        assertThat(question).hasToString("AccountRequest[alice, [password, service]]");
    }

    @Test
    void aQueryWithThePasswordIsNeverCached() {
        variables = Set.of(AccountSource.PASSWORD);
        AccountTable table = table(CacheConfig.DEFAULT);
        AccountRequest request = AccountRequest.of("alice").with(AccountSource.PASSWORD, "x");
        table.lookup(request).join();
        table.lookup(request).join();
        assertThat(asked).containsExactly(request, request);
        assertThat(table.cache()).isEmpty();
    }

    @Property
    void aRequestIsItsKey(@ForAll @Size(2) List<String> values) {
        AccountKey key = new AccountKey(Set.of("service", "rip"));
        AccountRequest request = AccountRequest.of("alice");
        if (!values.get(0).isEmpty()) {
            request = request.with("service", values.get(0));
        }
        if (!values.get(1).isEmpty()) {
            request = request.with("rip", values.get(1));
        }
        String text = key.of(request);
        assertThat(key.request(text)).isEqualTo(request);
        assertThat(AccountTable.userOf(text)).isEqualTo("alice");
    }

    @Property
    void recordsAreWrittenAndRead(@ForAll @Size(min = 1, max = 4) List<Map<String, String>> maps) {
        List<AccountRecord> records = maps.stream().map(AccountRecord::new).toList();
        assertThat(RecordFormat.read(RecordFormat.write(records))).isEqualTo(records);
    }
}
