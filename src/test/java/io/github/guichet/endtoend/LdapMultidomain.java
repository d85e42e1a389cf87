package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/** The acceptance case {@code ldap-multidomain}: a private directory with StartTLS, and what Postfix needs around it. */
public final class LdapMultidomain {

    /** The directory server. */
    public final SlapdServer directory;

    /** Where mail for the mailboxes ends, by LMTP on the socket that main.cf.after names. */
    public final SmtpSink mailboxes;

    /** Where mail for the rest of the world ends. */
    public final SmtpSink world;

    private final Workspace work;

    private LdapMultidomain(Workspace work) {
        this.work = work;
        Program.POSTFIX_LDAP.path();
        PrivateCa ca = PrivateCa.create(work, "ca");
        try {
            Files.copy(ca.file(), work.path("CA.pem"), StandardCopyOption.REPLACE_EXISTING);
            // The server's address is part of the files, so lay out the schema and the access rules first.
            Acceptance.copy(work, "ldap-multidomain", Map.of());
            this.directory = SlapdServer.start(
                    work,
                    work.path("postfix.schema"),
                    Files.readString(work.path("slapd-access.conf")),
                    ca.issue("slapd", "DNS:localhost,IP:127.0.0.1"));
            Acceptance.copy(
                    work,
                    "ldap-multidomain",
                    Map.of("LDAP", directory.url(), "METRICSPORT", Integer.toString(work.freePort())));
            directory.add(work.path("tree.ldif"));
            this.mailboxes = SmtpSink.unix(work, work.path("dovecot-lmtp"));
            this.world = SmtpSink.inet(work);
            home("xomail", 20_000);
            home("second", 20_001);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the directory, fills it, and lays out the files of the case in the workspace. */
    public static LdapMultidomain start(Workspace work) {
        return new LdapMultidomain(work);
    }

    /** Serves one of the configurations, with maps and log-ins. */
    public GuichetProcess guichet(Path toml) {
        return GuichetProcess.start(work, toml, UnixDomainSocketAddress.of(work.path("socketmap.sock")));
    }

    /** Postfix's settings with the lines of main.cf.before, and what main.cf.after says about logins. */
    public PostfixSettings before() {
        return settings("main.cf.before")
                .set("smtpd_sasl_type", "dovecot")
                .set("smtpd_sasl_path", work.path("auth-client.sock").toString())
                .set("smtpd_sasl_auth_enable", "yes")
                .set("smtpd_relay_restrictions", "permit_mynetworks permit_sasl_authenticated defer_unauth_destination")
                .set("smtpd_recipient_restrictions", "reject_sender_login_mismatch");
    }

    /** Postfix's settings with the lines of main.cf.after. */
    public PostfixSettings after() {
        return settings("main.cf.after");
    }

    /** A guichet.toml whose maps and accounts are the files of the case, unchanged; beside the one in which they are native. */
    public Path tableFilesToml() {
        StringBuilder toml = new StringBuilder();
        Map<String, String> maps = new TreeMap<>(Map.of(
                "hosted", "virtual_alias_domains",
                "alias", "virtual_alias_maps",
                "mailbox", "virtual_mailbox_maps",
                "uid", "virtual_uid_maps",
                "senders", "smtpd_sender_login_maps"));
        maps.forEach((map, parameter) -> toml.append(
                "[map.%s]\nfor = \"%s\"\npostfix = \"ldap:%s\"\n".formatted(map, parameter, work.path(parameter))));
        toml.append("[accounts]\ndovecot = \"ldap:%s\"\n".formatted(work.path("dovecot-ldap.conf.ext")));
        toml.append(
                "[dovecot-auth]\nlisten-client = [\"unix:%1$s/auth-client.sock\"]\nlisten-master = [\"unix:%1$s/auth-master.sock\"]\n"
                        .formatted(work.path()));
        toml.append("[socketmap]\nlisten = [\"unix:%s\"]\n".formatted(work.path("socketmap.sock")));
        return work.file("tables.toml", toml.toString());
    }

    private PostfixSettings settings(String mainCf) {
        try {
            return new PostfixSettings(world.port())
                    .mainCf(Files.readString(work.path(mainCf)))
                    // guichet's own default; Postfix has none.
                    .set("recipient_delimiter", "+");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A home directory, as an administrator makes it: virtual(8) writes there as its owner. */
    private void home(String name, int uid) {
        Path home = work.directory("vmail/" + name);
        Command.run("/bin/chown", uid + ":" + uid, home.toString()).succeeds();
    }
}
