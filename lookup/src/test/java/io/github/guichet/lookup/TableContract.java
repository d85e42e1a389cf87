package io.github.guichet.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * What every table promises, whatever stands behind it. A subclass fills a table with {@link #CONTENTS} and can take the
 * source away.
 */
public abstract class TableContract {

    /** Keys and values that the table under test must hold, besides nothing else. */
    protected static final Map<String, String> CONTENTS = Map.ofEntries(
            Map.entry("alice@example.com", "alice@mail.example"),
            Map.entry("o'neil@example.com", "quote"),
            Map.entry("\"john doe\"@example.com", "quoted"),
            Map.entry("back\\slash@example.com", "backslash"),
            Map.entry("per%cent@example.com", "percent"),
            Map.entry("under_score@example.com", "underscore"),
            Map.entry("st*r@example.com", "star"),
            Map.entry("(paren)@example.com", "parentheses"),
            Map.entry("semi;colon--@example.com", "semicolon"),
            Map.entry("jörg@müller.example", "ümlaut, ok"),
            Map.entry("user+ext@example.com", "extension"),
            Map.entry("@example.org", "catch-all"),
            Map.entry("example.net", "a domain"));

    /** The table, filled and answering. */
    protected abstract Table table() throws Exception;

    /** Makes the source of {@link #table()} go away; false for a table that has none. */
    protected abstract boolean takeSourceAway() throws Exception;

    /** Asks a key; the answer must come, and not as an exception. */
    protected static Answer ask(Table table, String key) throws Exception {
        CompletableFuture<Answer> answer = table.lookup(key, new Trail());
        return answer.get(60, TimeUnit.SECONDS);
    }

    @Test
    void findsEveryKey() throws Exception {
        Table table = table();
        for (Map.Entry<String, String> entry : CONTENTS.entrySet()) {
            assertThat(ask(table, entry.getKey())).as(entry.getKey()).isEqualTo(new Answer.Found(entry.getValue()));
        }
    }

    @Test
    void doesNotFindOtherKeys() throws Exception {
        Table table = table();
        for (String key : List.of(
                "bob@example.com",
                "%@example.com",
                "_lice@example.com",
                "*",
                "alice@example.co",
                "alice@example.comm",
                "alice@example.com'",
                "alice@example.com' OR '1'='1",
                "' OR 1=1 -- ",
                "\\' OR 1=1 -- ",
                "alice@example.com)(uid=*",
                "*)(objectClass=*",
                "\\2a",
                "alice@example.com;DROP TABLE map",
                "@",
                "@@",
                "x".repeat(10_000) + "@example.com")) {
            assertThat(ask(table, key)).as(key).isEqualTo(Answer.NOT_FOUND);
        }
    }

    @Test
    void tellsTheTrailWhoAnswered() throws Exception {
        Table table = table();
        AtomicReference<String> seen = new AtomicReference<>("");
        Trail trail = new Trail() {
            @Override
            public void step(String name, String key, Answer answer, Served from, Duration age) {
                super.step(name, key, answer, from, age);
                seen.set(name + " " + key + " " + answer);
            }
        };
        Answer answer = table.lookup("alice@example.com", trail).get(60, TimeUnit.SECONDS);
        assertThat(seen.get()).isEqualTo(table.name() + " alice@example.com " + answer);
    }

    @Test
    void isUnavailableWithoutItsSource() throws Exception {
        Table table = table();
        assertThat(ask(table, "alice@example.com")).isInstanceOf(Answer.Found.class);
        if (!takeSourceAway()) {
            return;
        }
        assertThat(ask(table, "alice@example.com")).isInstanceOf(Answer.Unavailable.class);
        assertThat(ask(table, "bob@example.com")).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void listsItsKeysOrSaysWhyNot() throws Exception {
        Keys keys = table().keys();
        if (keys instanceof Keys.Listed listed) {
            assertThat(listed.keys()).containsExactlyInAnyOrderElementsOf(CONTENTS.keySet());
        } else {
            assertThat(keys).isInstanceOf(Keys.Unlistable.class);
        }
    }
}
