package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** The acceptance case {@code etalab}: PostfixAdmin's tables in a private MariaDB server, and what Postfix needs around it. */
public final class Etalab {

    /** Where mail for the hosted mailboxes ends, by LMTP. */
    public final SmtpSink mailboxes;

    /** Where mail for the rest of the world ends. */
    public final SmtpSink world;

    /** The database server. */
    public final MariaDbServer database;

    private final Workspace work;

    private Etalab(Workspace work) {
        this.work = work;
        Program.POSTFIX_MYSQL.path();
        this.database = MariaDbServer.start(work);
        this.mailboxes = SmtpSink.inet(work);
        this.world = SmtpSink.inet(work);
        Acceptance.copy(
                work,
                "etalab",
                Map.of(
                        "DB", database.host(),
                        "DBPORT", Integer.toString(database.port()),
                        "METRICSPORT", Integer.toString(work.freePort())));
        try {
            database.sql(Files.readString(work.path("data.sql")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the database, fills it, and lays out the files of the case in the workspace. */
    public static Etalab start(Workspace work) {
        return new Etalab(work);
    }

    /** Postfix's settings with the lines of {@code main.cf.before} or {@code main.cf.after}. */
    public PostfixSettings postfix(String mainCf) {
        try {
            return new PostfixSettings(world.port())
                    .mainCf(Files.readString(work.path(mainCf)))
                    // guichet's own default; Postfix has none.
                    .set("recipient_delimiter", "+")
                    .set("virtual_transport", "lmtp:inet:127.0.0.1:" + mailboxes.port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
