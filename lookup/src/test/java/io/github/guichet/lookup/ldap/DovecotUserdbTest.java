package io.github.guichet.lookup.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.accountfile.DovecotLdapFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same file and directory, read by Dovecot's own userdb and by ours: the same users with the same fields. */
class DovecotUserdbTest {

    private static final String ENTRIES = """

            dn: uid=alice,ou=mail,dc=xoyize,dc=xyz
            objectClass: inetOrgPerson
            objectClass: posixAccount
            uid: alice
            cn: Alice A
            sn: A
            mail: Alice@x.example
            mail: second@x.example
            homeDirectory: /srv/alice
            uidNumber: 5000
            gidNumber: 100
            title: 900
            description: title
            departmentNumber: 100
            departmentNumber: 101
            seeAlso: cn=store,ou=mail,dc=xoyize,dc=xyz

            dn: cn=store,ou=mail,dc=xoyize,dc=xyz
            objectClass: person
            cn: store
            sn: mail1.x.example
            description: sn

            dn: uid=a(i)ce,ou=mail,dc=xoyize,dc=xyz
            objectClass: account
            objectClass: posixAccount
            uid: a(i)ce
            cn: x
            homeDirectory: /srv/other
            uidNumber: 5001
            gidNumber: 5001
            """;

    /**
     * Every notation that there is, each for a field of its own; but no empty field, which doveadm does not show, and no %{ldap_dn} and no text without a variable (=uid=5000),
     * which Dovecot takes for an error as soon as there is an @name.
     */
    private static final String ATTRIBUTES = String.join(
            ", \\\n  ",
            "homeDirectory=home",
            "UIDNUMBER=uid",
            "departmentNumber=gid",
            "title",
            "title=quota_%s",
            "mail=first",
            "uid=a1=maildir:/srv/%$/Maildir",
            "uid=a2=prefix/",
            "none=a3",
            "none=a4=x%$",
            "=b1=/srv/%{ldap:none}/x",
            "=b2=/srv/%{ldap:none:nobody}/x",
            "=b3=%{ldap:uid:nobody}",
            "=b4=%U{ldap:uid}",
            "=b5=%2{ldap:uid}",
            "=b6=%1.2Lu",
            "=b7=%{ldap_ptr:description}",
            "=b8=%{ldap_ptr:none:title}",
            "=b9=%Mu %2.256Nu",
            "@store=%{ldap:seeAlso}",
            "sn@store=c1",
            "=c2=%{ldap_ptr:description@store}",
            "=c3=%{ldap:cn@store}",
            "none@store=c4",
            "=d1=%u",
            "mail=user",
            "=d2=%n in %d",
            "=username=%n2",
            "=d3=%u",
            "=domain=y.%d",
            "=d4=%u %{orig_user} %{domain_first}",
            "!telephoneNumber");

    @TempDir
    static Path directory;

    private static PrivateSlapd slapd;
    private static Process dovecot;
    private static Path configuration;
    private static DovecotLdapFile file;

    @BeforeAll
    static void start() throws IOException {
        String tree = PrivateSlapd.resource("tree.ldif").replace("@DIR@", directory.toString());
        slapd = PrivateSlapd.start(directory, "localhost", "", tree + ENTRIES);
        Path ldap = directory.resolve("dovecot-ldap.conf.ext");
        Files.writeString(ldap, """
                uris = ldap://127.0.0.1:%d
                dn = cn=mailAccountReader,ou=Manager,dc=xoyize,dc=xyz
                dnpass = readerpw
                base = ou=mail,dc=xoyize,dc=xyz
                user_attrs = %s
                user_filter = (&(objectClass=posixAccount)(uid=%%Lu))
                """.formatted(slapd.port, ATTRIBUTES));
        file = DovecotLdapFile.read(ldap, "directory", new ArrayList<>()).orElseThrow();
        Files.createDirectories(directory.resolve("base"));
        configuration = directory.resolve("dovecot.conf");
        Files.writeString(configuration, """
                base_dir = @DIR@/base
                state_dir = @DIR@/base
                log_path = @DIR@/dovecot.log
                protocols =
                ssl = no
                auth_username_chars =
                passdb {
                  driver = ldap
                  args = @DIR@/dovecot-ldap.conf.ext
                }
                userdb {
                  driver = ldap
                  args = @DIR@/dovecot-ldap.conf.ext
                }
                """.replace("@DIR@", directory.toString()));
        dovecot = new ProcessBuilder("/usr/sbin/dovecot", "-F", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("dovecot.out").toFile())
                .start();
        for (int i = 0; i < 600 && !Files.exists(directory.resolve("base/auth-userdb")); i++) {
            assertThat(dovecot.isAlive()).as("Dovecot runs").isTrue();
            PrivateSlapd.sleep(50);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (dovecot != null) {
            dovecot.destroy();
            if (!dovecot.waitFor(20, TimeUnit.SECONDS)) {
                dovecot.destroyForcibly();
            }
        }
        if (slapd != null) {
            slapd.close();
        }
    }

    private static List<String> doveadm(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/doveadm", "-c", configuration.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(directory.resolve("doveadm.err").toFile())
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** Nothing for a user that Dovecot does not know. Its lines are {@code userdb: NAME} and {@code   field : value}. */
    private static Optional<Map<String, String>> dovecots(String user) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : doveadm("user", "-u", user)) {
            int colon = line.indexOf(':');
            if (line.startsWith("userdb: ") && !line.equals("userdb: " + user)) {
                fields.put("user", line.substring("userdb: ".length()));
            } else if (line.startsWith("  ") && colon > 0) {
                fields.put(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        }
        return fields.isEmpty() ? Optional.empty() : Optional.of(fields);
    }

    private static Optional<Map<String, String>> ours(String user) throws Exception {
        try (LdapSource source = LdapSource.open(file.source(), LookupObserver.NONE)) {
            AccountAnswer answer = new LdapAccountSource(file.users(), LdapAccountSource.Use.USERS, source)
                    .lookup(AccountRequest.of(user).with("service", "doveadm"))
                    .get(60, TimeUnit.SECONDS);
            return answer instanceof AccountAnswer.Found found
                    ? Optional.of(found.first().fields())
                    : Optional.empty();
        }
    }

    private static String log() {
        try {
            return Files.readString(directory.resolve("dovecot.log"))
                    + Files.readString(directory.resolve("doveadm.err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void everyNotationGivesTheSameFields() throws Exception {
        Map<String, String> theirs = dovecots("alice").orElseGet(() -> Map.of("log", log()));
        assertThat(theirs).hasSizeGreaterThan(20).containsEntry("user", "Alice2@y.x.example");
        assertThat(ours("alice").orElseThrow()).containsExactlyInAnyOrderEntriesOf(theirs);
    }

    @Test
    void everyNameFindsTheSame() throws Exception {
        for (String name : List.of("a(i)ce", "xomail", "x", "alice)(uid=xomail", "(", "\\", "\\78omail", "second")) {
            Optional<Map<String, String>> theirs = dovecots(name);
            assertThat(ours(name).map(fields -> fields.get("home")))
                    .as(name)
                    .isEqualTo(theirs.map(fields -> fields.get("home")));
        }
    }
}
