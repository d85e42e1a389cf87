package io.github.guichet.lookup.accountfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.ldap.LdapAccountConfig;
import io.github.guichet.lookup.ldap.LdapBind;
import io.github.guichet.lookup.ldap.LdapPasswords;
import io.github.guichet.lookup.ldap.LdapScope;
import io.github.guichet.lookup.ldap.LdapServer;
import io.github.guichet.lookup.ldap.LdapServer.Scheme;
import io.github.guichet.lookup.ldap.LdapSourceConfig.Dereference;
import io.github.guichet.lookup.ldap.LdapTls;
import io.github.guichet.lookup.tablefile.TableFileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every setting of Dovecot 2.3's dovecot-ldap.conf.ext. */
class DovecotLdapFileTest {

    private static final String LEAST = "uris = ldap://localhost\nbase = dc=example\n";

    @TempDir
    Path directory;

    private final List<TableFileProblem> problems = new ArrayList<>();

    private Optional<DovecotLdapFile> tryRead(String text) {
        try {
            Path path = directory.resolve("dovecot-ldap.conf.ext");
            Files.writeString(path, text);
            return DovecotLdapFile.read(path, "directory", problems);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private DovecotLdapFile read(String text) {
        Optional<DovecotLdapFile> file = tryRead(text);
        assertThat(problems).isEmpty();
        return file.orElseThrow();
    }

    private DovecotLdapFile with(String text) {
        return read(LEAST + text);
    }

    private static LdapAccountConfig search(String name, String filter, String attributes) {
        return new LdapAccountConfig(name, "dc=example", LdapScope.SUB, filter, attributes);
    }

    @Test
    void hasDovecotsDefaults() {
        DovecotLdapFile file = with("");
        String filter = "(&(objectClass=posixAccount)(uid=%u))";
        assertThat(file.users())
                .isEqualTo(search("user_filter", filter, "homeDirectory=home,uidNumber=uid,gidNumber=gid"));
        assertThat(file.passwords())
                .isEqualTo(new LdapPasswords.Stored(search("pass_filter", filter, "uid=user,userPassword=password")));
        assertThat(file.list()).isEqualTo(search("iterate_filter", "(objectClass=posixAccount)", "uid=user"));
        assertThat(file.defaultScheme()).isEqualTo("CRYPT");
        assertThat(file.source().name()).isEqualTo("directory");
        assertThat(file.source().servers()).containsExactly(new LdapServer(Scheme.LDAP, "localhost", 389));
        assertThat(file.source().startTls()).isFalse();
        assertThat(file.source().bind()).isEqualTo(new LdapBind.Simple("", ""));
        assertThat(file.source().dereference()).isEqualTo(Dereference.NEVER);
        assertThat(file.source().chaseReferrals()).as("as OpenLDAP's library").isTrue();
    }

    @Test
    void readsTheSearches() {
        DovecotLdapFile file = read("""
                hosts = localhost
                base = ou=%d,dc=example
                scope = onelevel
                user_filter = (&(mail=%u)(enabled=yes))
                user_attrs = \\
                   =home=/srv/%{ldap:uid}, \\
                   # between two lines
                   =uid=5000
                pass_filter = (mail=%Lu)
                pass_attrs = mail=user, userPassword=password
                iterate_filter = (mail=*)
                iterate_attrs = mail=user
                default_pass_scheme = ssha512
                """);
        assertThat(file.users().filter()).isEqualTo("(&(mail=%u)(enabled=yes))");
        assertThat(file.users().attributes()).isEqualTo("=home=/srv/%{ldap:uid}, =uid=5000");
        assertThat(file.users().base()).isEqualTo("ou=%d,dc=example");
        assertThat(file.users().scope()).isEqualTo(LdapScope.ONE);
        assertThat(((LdapPasswords.Stored) file.passwords()).search())
                .isEqualTo(new LdapAccountConfig(
                        "pass_filter",
                        "ou=%d,dc=example",
                        LdapScope.ONE,
                        "(mail=%Lu)",
                        "mail=user, userPassword=password"));
        assertThat(file.list().filter()).isEqualTo("(mail=*)");
        assertThat(file.list().attributes()).isEqualTo("mail=user");
        assertThat(file.defaultScheme()).isEqualTo("SSHA512");
    }

    @Test
    void readsHowAPasswordIsChecked() {
        assertThat(with("auth_bind = yes\npass_filter = (mail=%u)").passwords())
                .isEqualTo(new LdapPasswords.BindAfterSearch(
                        search("pass_filter", "(mail=%u)", "uid=user,userPassword=password")));
        assertThat(with("auth_bind = YES\nauth_bind_userdn = cn=%u,o=org").passwords())
                .isEqualTo(new LdapPasswords.BindAs("cn=%u,o=org"));
        assertThat(with("auth_bind = no\nauth_bind_userdn = cn=%u,o=org").passwords())
                .isInstanceOf(LdapPasswords.Stored.class);
    }

    @Test
    void readsTheServers() {
        assertThat(read("base = dc=x\nhosts = one two:1389 [::1]:390").source().servers())
                .containsExactly(
                        new LdapServer(Scheme.LDAP, "one", 389),
                        new LdapServer(Scheme.LDAP, "two", 1389),
                        new LdapServer(Scheme.LDAP, "::1", 390));
        assertThat(
                        read("base = dc=x\nhosts = gone\nuris = ldaps://one/ ldapi://%2Frun%2Fldapi ldap://two:1389/dc=x??sub")
                                .source()
                                .servers())
                .as("uris before hosts")
                .containsExactly(
                        new LdapServer(Scheme.LDAPS, "one", 636),
                        new LdapServer(Scheme.LDAPI, "/run/ldapi", 0),
                        new LdapServer(Scheme.LDAP, "two", 1389));
    }

    @Test
    void readsWhoWeAre() {
        assertThat(with("dn = cn=reader,dc=example\ndnpass = \"se cret#\"")
                        .source()
                        .bind())
                .isEqualTo(new LdapBind.Simple("cn=reader,dc=example", "se cret#"));
        assertThat(with("sasl_bind = yes\nsasl_mech = external\nsasl_authz_id = dn:cn=x")
                        .source()
                        .bind())
                .isEqualTo(new LdapBind.External("dn:cn=x"));
    }

    @Test
    void readsTls() {
        DovecotLdapFile file = with("""
                tls = yes
                tls_ca_cert_file = /etc/ca.pem
                tls_ca_cert_dir = /etc/ca
                tls_cert_file = /etc/own.pem
                tls_key_file = /etc/own.key
                """);
        assertThat(file.source().startTls()).isTrue();
        assertThat(file.source().tls())
                .isEqualTo(new LdapTls(
                        LdapTls.Verify.FULL,
                        Optional.of(Path.of("/etc/ca.pem")),
                        Optional.of(Path.of("/etc/ca")),
                        Optional.of(Path.of("/etc/own.pem")),
                        Optional.of(Path.of("/etc/own.key"))));
    }

    @ParameterizedTest
    @CsvSource({"never, NONE", "allow, NONE", "try, FULL", "Demand, FULL", "hard, FULL"})
    void readsWhatIsAskedOfACertificate(String word, LdapTls.Verify verify) {
        assertThat(with("tls = yes\ntls_require_cert = " + word).source().tls().verify())
                .isEqualTo(verify);
    }

    @ParameterizedTest
    @CsvSource({"never, NEVER", "searching, SEARCHING", "finding, FINDING", "always, ALWAYS"})
    void readsWhenAliasesAreFollowed(String word, Dereference dereference) {
        assertThat(with("deref = " + word).source().dereference()).isEqualTo(dereference);
    }

    @ParameterizedTest
    @CsvSource({"base, BASE", "onelevel, ONE", "Subtree, SUB"})
    void readsTheScope(String word, LdapScope scope) {
        assertThat(with("scope = " + word).users().scope()).isEqualTo(scope);
    }

    @Test
    void takesWhatHasNoMeaningHere() {
        assertThat(
                        with("blocking = yes\nuserdb_warning_disable = yes\ndebug_level = 0\nldap_version = 3\nldaprc_path =")
                                .users())
                .isEqualTo(with("").users());
        assertThat(with("tls_cipher_suite = HIGH\ntls_ca_cert_file = /x")
                        .source()
                        .tls())
                .as("belongs to nothing without TLS, as in Dovecot")
                .isEqualTo(LdapTls.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sasl_bind = yes | 3: sasl_bind: of the SASL mechanisms only EXTERNAL is supported",
                "sasl_bind = maybe | 3: sasl_bind: neither yes nor no",
                "tls = yes\\ntls_cipher_suite = HIGH | 4: tls_cipher_suite: not supported",
                "tls_require_cert = sometimes | 3: tls_require_cert: \"sometimes\" is unknown",
                "ldaprc_path = /etc/ldaprc | 3: ldaprc_path: not supported",
                "debug_level = -1 | 3: debug_level: sets the trace",
                "ldap_version = 2 | 3: ldap_version: only version 3",
                "deref = often | 3: deref: \"often\" is unknown",
                "scope = sub | 3: scope: \"sub\" is unknown; allowed are base, onelevel and subtree",
                "base = %u | 3: base: not a DN",
                "user_filter = (uid=%u | 3: user_filter: ",
                "pass_filter = (uid=%q) | 3: pass_filter: %q is no variable",
                "iterate_filter = uid | 3: iterate_filter: ",
                "user_attrs = uid= | 3: user_attrs: \"uid=\" names no field",
                "pass_attrs = !x=y | 3: pass_attrs: \"!x=y\"",
                "iterate_attrs = =x=%q | 3: iterate_attrs: %q is no variable",
                "auth_bind = yes\\nauth_bind_userdn = | 4: auth_bind_userdn: must not be empty",
                "auth_bind = yes\\nauth_bind_userdn = %u@example.org | 4: auth_bind_userdn: not a DN",
                "uris = ldap://a:b | 3: uris: \"ldap://a:b\": \"b\" is no port",
                "tls = yes\\nuris = ldaps://a | 3: tls: must be no with an ldaps: server",
                "auth_bnd = yes | 3: auth_bnd: is no setting of this file",
                "blocking = 1 | 3: blocking: neither yes nor no",
            })
    void refusesByNameAndLine(String lines, String message) {
        assertThat(tryRead(LEAST + lines.replace("\\n", "\n"))).isEmpty();
        assertThat(problems)
                .anySatisfy(problem -> assertThat(problem.toString()).contains("dovecot-ldap.conf.ext:" + message));
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        assertThat(tryRead("sasl_bind = yes\nsasl_mech = GSSAPI\nsasl_realm = X\nscope = x\ntls = on\nnonsense\n"))
                .isEmpty();
        assertThat(problems)
                .extracting(TableFileProblem::key)
                .containsExactlyInAnyOrder("sasl_mech", "sasl_realm", "scope", "tls", "", "uris", "base");
    }

    @Test
    void saysOnlyThatTheFileIsMissing() {
        assertThat(DovecotLdapFile.read(directory.resolve("gone"), "d", problems))
                .isEmpty();
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).toString()).contains("gone: cannot be read");
    }

    @Test
    void neverShowsThePassword() {
        assertThat(with("dn = cn=x\ndnpass = hunter2").toString()).doesNotContain("hunter2");
        assertThat(tryRead(LEAST + "dnpass hunter2\n")).isEmpty();
        assertThat(problems.toString()).doesNotContain("hunter2");
    }
}
