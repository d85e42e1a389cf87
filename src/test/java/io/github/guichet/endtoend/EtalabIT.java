package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** PostfixAdmin on MariaDB: what Postfix did with {@code proxy:mysql:} it does with guichet. */
@ExtendWith(Workspaces.class)
@TestInstance(Lifecycle.PER_CLASS)
class EtalabIT {

    /** Recipients and what must become of mail for them; a refusal is given by its code only. */
    private static final Map<String, String> EXPECTED = new TreeMap<>(Map.ofEntries(
            Map.entry("alice@data.gouv.fr", "250 -> alice@data.gouv.fr"),
            Map.entry("ALICE@Data.Gouv.FR", "250 -> alice@data.gouv.fr"),
            Map.entry("alice+news@data.gouv.fr", "250 -> alice+news@data.gouv.fr"),
            Map.entry("bob@data.gouv.fr", "250 -> bob@data.gouv.fr"),
            Map.entry("bob+x+y@data.gouv.fr", "250 -> bob+x+y@data.gouv.fr"),
            Map.entry("contact@data.gouv.fr", "250 -> alice@data.gouv.fr bob@data.gouv.fr"),
            Map.entry("Contact+tag@data.gouv.fr", "250 -> alice+tag@data.gouv.fr bob+tag@data.gouv.fr"),
            Map.entry("nested@data.gouv.fr", "250 -> alice@data.gouv.fr bob@data.gouv.fr far@elsewhere.example"),
            Map.entry("remote@data.gouv.fr", "250 -> someone@elsewhere.example"),
            Map.entry("anything@openfisca.fr", "250 -> carol@openfisca.fr"),
            Map.entry("any+thing@openfisca.fr", "250 -> carol@openfisca.fr"),
            Map.entry("carol@openfisca.fr", "250 -> carol@openfisca.fr"),
            Map.entry("o'neil@openfisca.fr", "250 -> carol@openfisca.fr"),
            Map.entry("\"two words\"@openfisca.fr", "250 -> carol@openfisca.fr"),
            Map.entry("user@elsewhere.example", "250 -> user@elsewhere.example"),
            // Not hosted: inactive, or only a backup MX. This client may relay, so such mail goes out.
            Map.entry("user@closed.example", "250 -> user@closed.example"),
            Map.entry("user@backup.example", "250 -> user@backup.example"),
            Map.entry("nobody@data.gouv.fr", "550"),
            Map.entry("nobody+alice@data.gouv.fr", "550"),
            Map.entry("gone@data.gouv.fr", "550"),
            Map.entry("old@data.gouv.fr", "550"),
            Map.entry("%@data.gouv.fr", "550"),
            Map.entry("' or 1=1 -- @data.gouv.fr", "501"),
            Map.entry("\"' or '1'='1\"@data.gouv.fr", "550")));

    private final Map<String, String> before = new TreeMap<>();
    private Workspace work;
    private Etalab etalab;

    @BeforeAll
    void installsAndAsksPostfixAlone(Workspace workspace) throws IOException {
        work = workspace;
        etalab = Etalab.start(work);
        etalab.database.sql("INSERT INTO alias(address,goto,domain) VALUES"
                + " ('remote@data.gouv.fr','someone@elsewhere.example','data.gouv.fr'),"
                + " ('nested@data.gouv.fr','contact@data.gouv.fr, far@elsewhere.example','data.gouv.fr')");
        try (PostfixServer postfix = PostfixServer.start(work, "before", etalab.postfix("main.cf.before"))) {
            before.putAll(outcomes(postfix));
        }
    }

    @Test
    void isWhatThisPageSaysWithPostfixAlone() {
        assertThat(shortened(before)).isEqualTo(EXPECTED);
        System.out.println("acceptance: etalab: " + before.size() + " recipients as expected with proxy:mysql");
    }

    @Test
    void givesTheSameRepliesAndRecipientsThroughGuichet() throws IOException {
        try (GuichetProcess guichet = GuichetProcess.start(work);
                PostfixServer postfix = PostfixServer.start(work, "after", etalab.postfix("main.cf.after"))) {
            Map<String, String> after = outcomes(postfix);
            assertThat(after).isEqualTo(before);
            // Once more, now that everything is cached.
            assertThat(outcomes(postfix)).isEqualTo(before);
            System.out.println("acceptance: etalab: " + after.size() + " recipients, 0 differences through guichet "
                    + guichet.pid());
        }
    }

    @Test
    void asksTheDatabaseOverItsUnixSocketToo() throws IOException {
        String file = "mysql_virtual_alias_maps.cf";
        String overSocket =
                Files.readString(work.path(file)).replace(etalab.database.host(), "unix:" + etalab.database.socket());
        work.file("socket.cf", overSocket);
        Path toml = work.file(
                "socket.toml",
                "[map.alias]\nfor = \"virtual_alias_maps\"\npostfix = \"mysql:%s\"\n[socketmap]\nlisten = [\"unix:%s\"]\n"
                        .formatted(work.path("socket.cf"), work.path("other.sock")));
        assertThat(overSocket).contains("unix:");
        assertThat(GuichetCommand.run(toml, "lookup", "alias", "contact@data.gouv.fr")
                        .out())
                .isEqualTo("OK alice@data.gouv.fr,bob@data.gouv.fr\n");
    }

    private Map<String, String> outcomes(PostfixServer postfix) throws IOException {
        return Outcomes.of(postfix, List.of(etalab.mailboxes, etalab.world), List.copyOf(EXPECTED.keySet()));
    }

    private static Map<String, String> shortened(Map<String, String> outcomes) {
        Map<String, String> result = new TreeMap<>(outcomes);
        result.replaceAll((recipient, outcome) -> outcome.startsWith("250") ? outcome : outcome.substring(0, 3));
        return result;
    }
}
