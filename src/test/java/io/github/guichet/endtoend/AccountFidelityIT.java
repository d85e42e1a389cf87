package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** doveadm sees no difference between Dovecot's own auth service and guichet in its place, on the same files. */
@ExtendWith(Workspaces.class)
class AccountFidelityIT {

    private static final String DEFAULT_REALM = "example.org";

    @Test
    void answersWhatDovecotAnswersFromSql(Workspace work) throws IOException {
        MariaDbServer database = MariaDbServer.start(work);
        List<AccountRows.Row> rows = new ArrayList<>(AccountRows.ofEveryScheme());
        rows.addAll(AccountRows.ofEveryState());
        database.sql(AccountRows.sql(rows));
        Path file = work.file(
                "dovecot-sql.conf.ext",
                resource("account-fidelity/dovecot-sql.conf.ext")
                        .replace("@DBPORT@", Integer.toString(database.port())));
        DovecotServer own = DovecotServer.start(
                work,
                "own",
                own("auth_default_realm = " + DEFAULT_REALM + "\nuserdb {\n  driver = prefetch\n}", "sql", file));
        DovecotServer replaced = replaced(work, "sql:" + file);

        AccountComparison comparison = new AccountComparison();
        rows.forEach(row -> comparison.about(row.name()));
        oddNames(comparison);
        networks(comparison);
        comparison.ask("user", "*");
        report(comparison, own, replaced, "Dovecot 2.3 sql");
    }

    @Test
    void answersWhatDovecotAnswersByBindingToADirectory(Workspace work) {
        LdapMultidomain.start(work);
        Path file = work.path("dovecot-ldap.conf.ext");
        DovecotServer own = DovecotServer.start(work, "own", own("", "ldap", file));
        DovecotServer replaced = replaced(work, "ldap:" + file);

        AccountComparison comparison = new AccountComparison();
        comparison.about("xomail", "pass").about("second", "pass2").about("SECOND", "pass2");
        for (String name : List.of(
                "nobody", "second@xoyize.xyz", "xo*", "xo)(uid=*", "xomail,ou=mail", "sec ond", "x".repeat(300))) {
            comparison.about(name, "pass");
        }
        for (String password : List.of("Pass", "pass ", "p\u00e4ss", "p".repeat(500))) {
            comparison.ask("auth", "test", "xomail", password);
        }
        comparison.ask("user", "*");
        report(comparison, own, replaced, "Dovecot 2.3 ldap");
    }

    private static void oddNames(AccountComparison comparison) {
        for (String name : List.of(
                "PLAIN@Example.ORG",
                "plain",
                "Plain",
                "nobody@example.org",
                "nobody",
                "plain@example.org@example.org",
                "pl'ain@example.org",
                "plain+tag@example.org",
                "pla in",
                "pläin@example.org",
                "plain%@example.org",
                "*@example.org",
                "x".repeat(300))) {
            comparison.about(name);
        }
        for (String password : List.of("", "Good", "good ", " good", "gööd", "goodgood", "g".repeat(500))) {
            comparison.ask("auth", "test", "plain", password).ask("auth", "test", "nopassword@example.org", password);
        }
    }

    private static void networks(AccountComparison comparison) {
        for (String address : List.of("192.0.2.7", "192.0.3.7", "127.0.0.1", "2001:db8::1", "2001:db9::1")) {
            for (String user : List.of("nets", "nets-local", "plain", "nologin")) {
                comparison
                        .ask("auth", "test", "-x", "service=imap", "-x", "rip=" + address, user, "good")
                        .ask("auth", "lookup", "-x", "service=imap", "-x", "rip=" + address, user)
                        .ask("user", "-x", "service=imap", "-x", "rip=" + address, user);
            }
        }
    }

    private static DovecotSettings own(String before, String driver, Path file) {
        return new DovecotSettings(Debian.BOOKWORM).withoutDelays().add("""
                %1$s
                passdb {
                  driver = %2$s
                  args = %3$s
                }
                userdb {
                  driver = %2$s
                  args = %3$s
                }
                """.formatted(before, driver, file));
    }

    private static DovecotServer replaced(Workspace work, String accounts) {
        Path toml = work.file("fidelity.toml", """
                [accounts]
                dovecot = "%1$s"
                %2$s
                [dovecot-auth]
                listen-client = [{ unix = "%3$s/auth-client.sock", mode = "0666" }]
                listen-master = [{ unix = "%3$s/auth-master.sock", mode = "0666" }]
                mechanisms = ["PLAIN", "LOGIN"]
                failure-delay = "0s"
                """.formatted(
                accounts, accounts.startsWith("ldap:") ? "" : "default-realm = \"" + DEFAULT_REALM + '"', work.path()));
        GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(work.path("auth-client.sock")));
        return DovecotServer.start(work, "replaced", new DovecotSettings(Debian.BOOKWORM).authReplaced(work));
    }

    private static void report(
            AccountComparison comparison, DovecotServer own, DovecotServer replaced, String reference) {
        AccountComparison.Result result = comparison.compare(own, replaced);
        System.out.println("fidelity: accounts: %d questions, %d differences (%s); %d more on purpose"
                .formatted(comparison.size(), result.differences().size(), reference, result.onPurpose()));
        assertThat(replaced.processes()).doesNotContain("dovecot/auth");
        assertThat(own.processes()).contains("dovecot/auth");
        assertThat(result.differences()).isEmpty();
    }

    private static String resource(String name) throws IOException {
        return Files.readString(Path.of(System.getProperty("guichet.checkout", "../.."), "src/test/resources", name));
    }
}
