package io.github.guichet.lookup.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.dict.DictChange;
import io.github.guichet.lookup.dict.DictCommit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDictStoreTest {

    private static final String KEY = "shared/last-login/alice";

    @TempDir
    private Path directory;

    private Path file = Path.of("");
    private EmbeddedDictStore dict;

    @BeforeEach
    void open() {
        file = directory.resolve("guichet.db");
        dict = new EmbeddedDictStore(
                "local",
                file,
                key -> key.startsWith("shared/last-login/"),
                Duration.ofSeconds(20),
                LookupObserver.NONE);
    }

    @AfterEach
    void close() {
        dict.close();
    }

    private void create() throws StoreException {
        EmbeddedStore.open(file).close();
    }

    private Answer read(String user, String key) throws Exception {
        return dict.read(user, key).get(60, TimeUnit.SECONDS);
    }

    private DictCommit commit(String user, DictChange... changes) throws Exception {
        return dict.commit(user, List.of(changes)).get(60, TimeUnit.SECONDS);
    }

    @Test
    void keepsAValueForEachUserAndKey() throws Exception {
        create();
        assertThat(read("alice", KEY)).isEqualTo(Answer.NOT_FOUND);
        assertThat(commit("alice", new DictChange.Set(KEY, "1"), new DictChange.Set(KEY, "2")))
                .isEqualTo(new DictCommit.Stored());
        assertThat(read("alice", KEY)).isEqualTo(new Answer.Found("2"));
        assertThat(read("bob", KEY)).isEqualTo(Answer.NOT_FOUND);
        assertThat(commit("alice", new DictChange.Unset(KEY))).isEqualTo(new DictCommit.Stored());
        assertThat(read("alice", KEY)).isEqualTo(Answer.NOT_FOUND);
    }

    @Test
    void changesNumbersOrNothingAtAll() throws Exception {
        create();
        assertThat(commit("a", new DictChange.Set("x", "1"), new DictChange.Increment("y", 1)))
                .isEqualTo(new DictCommit.NotFound());
        assertThat(read("a", "x")).isEqualTo(Answer.NOT_FOUND);
        assertThat(commit("a", new DictChange.Set("y", "40"), new DictChange.Increment("y", -43)))
                .isEqualTo(new DictCommit.Stored());
        assertThat(read("a", "y")).isEqualTo(new Answer.Found("-3"));
        assertThat(commit("a", new DictChange.Set("x", "v".repeat(70_000)))).isInstanceOf(DictCommit.Failed.class);
    }

    @Test
    void servesTheKeysThatItWasGiven() {
        assertThat(dict.serves(KEY)).isTrue();
        assertThat(dict.serves("priv/quota/storage")).isFalse();
        assertThat(dict.serves(KEY + "x".repeat(2000))).isFalse();
    }

    @Test
    void doesNotMakeAStoreAndIsUnavailableWithoutOne() throws Exception {
        assertThat(read("alice", KEY)).isInstanceOf(Answer.Unavailable.class);
        assertThat(commit("alice", new DictChange.Set(KEY, "1"))).isInstanceOf(DictCommit.Failed.class);
        assertThat(file).doesNotExist();
    }
}
