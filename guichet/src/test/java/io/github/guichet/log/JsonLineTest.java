package io.github.guichet.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.server.LogField;
import io.github.guichet.server.LogLine;
import java.util.List;
import java.util.logging.Level;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonLineTest {

    /** Of RFC 8259: an object with strings and numbers, in printable ASCII. */
    private static final String OBJECT = "\\{\"[a-z_]+\":(?:\\d+|S)(?:,\"[a-z_]+\":(?:\\d+|S))*\\}\n"
            .replace("S", "\"(?:[ !#-\\[\\]-~]|\\\\[\"\\\\]|\\\\u[0-9a-f]{4})*+\"");

    private static String logged(String message) {
        return LoggedBytes.json(LoggedBytes.OPEN).log("io.github.guichet.policy", Level.INFO, message);
    }

    @Test
    void hasAFieldForEachFieldOfAnEvent() {
        assertThat(logged("policy: rule=<own only> mode=enforce login=<b\\u00e9b@example.org> queue_id=-"))
                .matches(
                        "\\{\"time\":\"2026-11-2[^\"]*\",\"priority\":6,\"level\":\"info\",\"area\":\"policy\",\"event\":\"policy\","
                                + "\"rule\":\"own only\",\"mode\":\"enforce\",\"login\":\"b\\\\u00e9b@example.org\",\"queue_id\":\"-\"}\n");
    }

    @Test
    void hasTheRest() {
        String line = LoggedBytes.json(LoggedBytes.OPEN)
                .log(
                        "io.github.guichet.server.X",
                        Level.SEVERE,
                        "(3 more like it in the meantime) \"bad\"",
                        List.of(new IllegalStateException("why")));
        assertThat(line)
                .contains(
                        "\"priority\":3,\"level\":\"error\",\"area\":\"connections\",\"message\":\"\\\"bad\\\"\",\"repeated\":3,"
                                + "\"trace\":\"java.lang.IllegalStateException: why at ")
                .matches(OBJECT);
    }

    @Test
    void hasAPriorityInFrontForTheJournalOnly() {
        LogForm form = new LogForm.OfService(LogFormat.JSON, Stderr.JOURNAL, LoggedBytes.OPEN);
        assertThat(new LoggedBytes(form).log("x", Level.WARNING, "odd")).startsWith("<4>{\"time\":");
    }

    @Property(tries = 300)
    void isAnObjectWhateverAnybodySays(@ForAll String one, @ForAll String two) {
        assertThat(logged(one)).matches(OBJECT);
        assertThat(logged("policy: " + new LogLine().peer(LogField.LOGIN, one).text(LogField.REASON, two)))
                .matches(OBJECT)
                .contains(",\"event\":\"policy\",\"login\":\"");
        assertThat(logged("x\"\\\n".repeat(4000))).matches(OBJECT).hasSizeLessThan(14_000);
    }
}
