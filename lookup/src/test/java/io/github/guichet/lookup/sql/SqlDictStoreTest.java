package io.github.guichet.lookup.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.dict.DictChange;
import io.github.guichet.lookup.dict.DictCommit;
import io.github.guichet.lookup.dict.DictKey;
import io.github.guichet.lookup.template.TemplateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqlDictStoreTest {

    private static final MariaDbServer SERVER = MariaDbServer.start();

    private final SqlSource source = open();
    private final SqlDictStore store = store();

    private static SqlSource open() {
        try {
            return SqlSource.open(
                    SqlSourceConfig.of("db", SqlUrl.parse(SERVER.url()))
                            .withLogin("postfix", "secret")
                            .withBounds(2, 10, Duration.ofSeconds(20)),
                    LookupObserver.NONE);
        } catch (SqlUrlException e) {
            throw new IllegalStateException(e);
        }
    }

    private SqlDictStore store() {
        try {
            return new SqlDictStore(
                    "dict",
                    List.of(
                            new SqlDictEntry(
                                    DictKey.parse("priv/quota/storage"),
                                    Optional.of("SELECT bytes FROM quota2 WHERE username='%u'"),
                                    Optional.of("INSERT INTO quota2 (username, bytes) VALUES ('%u', '%{value}')"
                                            + " ON DUPLICATE KEY UPDATE bytes='%{value}'"),
                                    Optional.of("DELETE FROM quota2 WHERE username='%u'"),
                                    Optional.of("UPDATE quota2 SET bytes=bytes + %{value} WHERE username='%u'")),
                            new SqlDictEntry(
                                    DictKey.parse("shared/last-login/%u"),
                                    Optional.empty(),
                                    Optional.of("REPLACE INTO seen (username, at) VALUES ('%u', '%{value}')"),
                                    Optional.empty(),
                                    Optional.empty())),
                    source);
        } catch (TemplateException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void fill() throws Exception {
        SERVER.sql(
                "DROP TABLE IF EXISTS quota2, seen",
                "CREATE TABLE quota2 (username VARCHAR(100) PRIMARY KEY, bytes BIGINT NOT NULL DEFAULT 0)",
                "CREATE TABLE seen (username VARCHAR(100) PRIMARY KEY, at BIGINT NOT NULL)");
    }

    @AfterEach
    void close() {
        source.close();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private DictCommit commit(String user, DictChange... changes) {
        return store.commit(user, List.of(changes)).join();
    }

    private Answer bytes(String user) {
        return store.read(user, "priv/quota/storage").join();
    }

    @Test
    void whatIsSetIsRead() {
        assertThat(bytes("alice")).isEqualTo(Answer.NOT_FOUND);
        assertThat(commit("alice", new DictChange.Set("priv/quota/storage", "100")))
                .isEqualTo(new DictCommit.Stored());
        assertThat(commit("alice", new DictChange.Set("priv/quota/storage", "200")))
                .isEqualTo(new DictCommit.Stored());
        assertThat(bytes("alice")).isEqualTo(new Answer.Found("200"));
        assertThat(commit("alice", new DictChange.Increment("priv/quota/storage", -50)))
                .isEqualTo(new DictCommit.Stored());
        assertThat(bytes("alice")).isEqualTo(new Answer.Found("150"));
        assertThat(commit("alice", new DictChange.Unset("priv/quota/storage"))).isEqualTo(new DictCommit.Stored());
        assertThat(bytes("alice")).isEqualTo(Answer.NOT_FOUND);
    }

    @Test
    void addingToNothingIsNotFoundAndStoresNothing() {
        assertThat(commit(
                        "bob",
                        new DictChange.Set("shared/last-login/bob", "5"),
                        new DictChange.Increment("priv/quota/storage", 1)))
                .isEqualTo(new DictCommit.NotFound());
        assertThat(SERVER.count("SELECT count(*) FROM seen")).isZero();
    }

    @Test
    void aFailureInTheMiddleStoresNothing() {
        assertThat(commit(
                        "bob",
                        new DictChange.Set("shared/last-login/bob", "5"),
                        new DictChange.Set("priv/quota/storage", "no number")))
                .isInstanceOf(DictCommit.Failed.class);
        assertThat(SERVER.count("SELECT count(*) FROM seen")).isZero();
        assertThat(commit("bob", new DictChange.Set("priv/quota/storage", "1"))).isEqualTo(new DictCommit.Stored());
    }

    @Test
    void aNameIsAValueWhateverIsInIt() {
        String name = "o'neil\\';DROP TABLE seen;-- %u";
        assertThat(commit("", new DictChange.Set("shared/last-login/" + name, "5")))
                .isEqualTo(new DictCommit.Stored());
        assertThat(SERVER.count("SELECT count(*) FROM seen")).isEqualTo(1);
    }

    @Test
    void whatIsNotConfiguredIsRefused() {
        assertThat(commit("bob", new DictChange.Unset("shared/last-login/bob"))).isInstanceOf(DictCommit.Failed.class);
        assertThat(commit("", new DictChange.Set("priv/quota/storage", "1"))).isInstanceOf(DictCommit.Failed.class);
        assertThat(store.serves("priv/other")).isFalse();
        assertThat(store.serves("shared/last-login/")).isFalse();
        assertThat(store.read("x", "shared/last-login/x").join()).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void keysAreReadAsConfigured() {
        assertThat(DictKey.parse("shared/a/%u").user("shared/a/bob", "x")).contains("bob");
        assertThat(DictKey.parse("priv/a").user("priv/a", "x")).contains("x");
        for (String bad : List.of("a", "shared/%d", "shared/%u/x", "priv/%%")) {
            assertThatThrownBy(() -> DictKey.parse(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
