package io.github.guichet.lookup.tablefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.ldap.LdapBind;
import io.github.guichet.lookup.ldap.LdapScope;
import io.github.guichet.lookup.ldap.LdapServer;
import io.github.guichet.lookup.ldap.LdapServer.Scheme;
import io.github.guichet.lookup.ldap.LdapSourceConfig;
import io.github.guichet.lookup.ldap.LdapTableConfig;
import io.github.guichet.lookup.ldap.LdapTls;
import io.github.guichet.lookup.ldap.ResultAttributes;
import io.github.guichet.lookup.template.TableOpener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every parameter of ldap_table(5). */
class LdapTableFileTest {

    @TempDir
    Path directory;

    private final List<TableFileProblem> problems = new ArrayList<>();

    private PostfixFile file(String text) {
        try {
            Path path = directory.resolve("ldap.cf");
            Files.writeString(path, text);
            return PostfixFile.read(path, problems).orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private LdapSourceConfig source(String text) {
        return new LdapConnectionReader(file(text)).read("m").orElseThrow();
    }

    private LdapTableConfig table(String text) {
        return new LdapTableReader(file(text)).read("m", TableOpener.NONE);
    }

    private void refused(String text, String... expected) {
        PostfixFile file = file(text);
        Optional<LdapSourceConfig> unused = new LdapConnectionReader(file).read("m");
        LdapTableConfig alsoUnused = new LdapTableReader(file).read("m", TableOpener.NONE);
        assertThat(problems).as("problems of %s and %s", unused, alsoUnused).hasSize(1);
        assertThat(problems.get(0).toString()).contains(expected);
        problems.clear();
    }

    @Test
    void anEmptyFileHasPostfixsDefaults() {
        LdapSourceConfig source = source("");
        assertThat(source.servers()).containsExactly(new LdapServer(Scheme.LDAP, "localhost", 389));
        assertThat(source.startTls()).isFalse();
        assertThat(source.bind()).isEqualTo(new LdapBind.Simple("", ""));
        assertThat(source.deadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(source.dereference()).isEqualTo(LdapSourceConfig.Dereference.NEVER);
        assertThat(source.chaseReferrals()).isFalse();
        LdapTableConfig table = table("");
        assertThat(table.base()).isEmpty();
        assertThat(table.scope()).isEqualTo(LdapScope.SUB);
        assertThat(table.filter()).isEqualTo("(mailacceptinggeneralid=%s)");
        assertThat(table.attributes()).isEqualTo(ResultAttributes.regular(List.of("maildrop")));
        assertThat(table.resultFormat()).isEqualTo("%s");
        assertThat(table.expansionLimit()).isZero();
        assertThat(table.sizeLimit()).isZero();
        assertThat(table.recursionLimit()).isEqualTo(1000);
        assertThat(table.domain().isAll()).isTrue();
        assertThat(problems).isEmpty();
    }

    @Test
    void readsServersInEveryForm() {
        assertThat(source("""
                                server_port = 1389
                                server_host = one, two:2389 ldap://three
                                    ldaps://four:4636/dc=ignored ldapi://%2Frun%2Fslapd [::1]:5389
                                """).servers())
                .containsExactly(
                        new LdapServer(Scheme.LDAP, "one", 1389),
                        new LdapServer(Scheme.LDAP, "two", 2389),
                        new LdapServer(Scheme.LDAP, "three", 389),
                        new LdapServer(Scheme.LDAPS, "four", 4636),
                        new LdapServer(Scheme.LDAPI, "/run/slapd", 0),
                        new LdapServer(Scheme.LDAP, "::1", 5389));
        assertThat(problems).isEmpty();
    }

    @Test
    void readsTheOtherParametersOfTheConnection() {
        LdapSourceConfig source = source("""
                timeout = 7
                version = 3
                bind = simple
                bind_dn = cn=x
                bind_pw = $ecret
                start_tls = yes
                tls_require_cert = yes
                tls_ca_cert_file = /ca.pem
                tls_ca_cert_dir = /ca
                tls_cert = /cert.pem
                tls_key = /key.pem
                tls_random_file = /dev/random
                dereference = 2
                chase_referrals = yes
                debuglevel = 0
                cache = no
                cache_expiry = 10
                cache_size = 10
                """);
        assertThat(source.deadline()).isEqualTo(Duration.ofSeconds(7));
        assertThat(source.bind()).isEqualTo(new LdapBind.Simple("cn=x", "$ecret"));
        assertThat(source.startTls()).isTrue();
        assertThat(source.tls())
                .isEqualTo(new LdapTls(
                        LdapTls.Verify.FULL,
                        Optional.of(Path.of("/ca.pem")),
                        Optional.of(Path.of("/ca")),
                        Optional.of(Path.of("/cert.pem")),
                        Optional.of(Path.of("/key.pem"))));
        assertThat(source.dereference()).isEqualTo(LdapSourceConfig.Dereference.FINDING);
        assertThat(source.chaseReferrals()).isTrue();
        assertThat(problems).isEmpty();
    }

    @Test
    void checksNoCertificateUnlessToldToAsPostfix() {
        assertThat(source("start_tls = yes\n").tls().verify()).isEqualTo(LdapTls.Verify.NONE);
    }

    @Test
    void readsEveryKindOfBind() {
        assertThat(source("bind = no\nbind_dn = cn=x\n").bind()).isEqualTo(new LdapBind.None());
        assertThat(source("bind = NONE\n").bind()).isEqualTo(new LdapBind.None());
        assertThat(source("bind = yes\nbind_dn = cn=x\nbind_pw = y\n").bind())
                .isEqualTo(new LdapBind.Simple("cn=x", "y"));
        assertThat(source("""
                                server_host = ldapi://
                                bind = sasl
                                sasl_mechs = EXTERNAL
                                sasl_authz_id = u:postfix
                                sasl_minssf = 71
                                version = 3
                                """).bind()).isEqualTo(new LdapBind.External("u:postfix"));
        assertThat(problems).isEmpty();
    }

    @Test
    void readsEveryParameterOfTheTable() {
        LdapTableConfig table = table("""
                search_base = ou=%d, dc=example
                scope = ONE
                query_filter = (&(objectClass=person)
                    (mail=%s))
                result_attribute = mail, other
                special_result_attribute = member memberUrl
                leaf_result_attribute = leaf
                terminal_result_attribute = maildrop
                result_filter = ignored
                result_format = smtp:[%s]
                domain = example.com, !example.org
                expansion_limit = 10
                recursion_limit = 5
                """);
        assertThat(table.base()).isEqualTo("ou=%d, dc=example");
        assertThat(table.scope()).isEqualTo(LdapScope.ONE);
        assertThat(table.filter()).startsWith("(&(objectClass=person)").endsWith("(mail=%s))");
        assertThat(table.attributes())
                .isEqualTo(new ResultAttributes(
                        List.of("mail", "other"),
                        List.of("member", "memberUrl"),
                        List.of("leaf"),
                        List.of("maildrop")));
        assertThat(table.resultFormat()).isEqualTo("smtp:[%s]");
        assertThat(table.domain().isAll()).isFalse();
        assertThat(table.expansionLimit()).isEqualTo(10);
        assertThat(table.sizeLimit()).as("the expansion limit by default").isEqualTo(10);
        assertThat(table.recursionLimit()).isEqualTo(5);
        assertThat(table("expansion_limit = 10\nsize_limit = 3\n").sizeLimit()).isEqualTo(3);
        assertThat(table("result_filter = %s!\n").resultFormat()).isEqualTo("%s!");
        assertThat(table("result_filter = %s!\nresult_format =\n").resultFormat())
                .as("an empty result_format is none")
                .isEqualTo("%s!");
        assertThat(table("result_attribute =\n").attributes().regular()).isEmpty();
        assertThat(table("scope = subtree\n").scope()).as("as Postfix takes it").isEqualTo(LdapScope.SUB);
        assertThat(problems).isEmpty();
    }

    @Test
    void refusesByNameWhatItCannotDo() {
        refused("start_tls = yes\ntls_cipher_suite = HIGH\n", "ldap.cf:2: tls_cipher_suite: not supported");
        refused("bind = sasl\nsasl_mechs = GSSAPI\n", ":2: sasl_mechs: ", "only EXTERNAL");
        refused("bind = sasl\n", ":1: bind: ", "set sasl_mechs = EXTERNAL");
        refused("bind = sasl\nsasl_mechs = EXTERNAL\nsasl_realm = x\n", ":3: sasl_realm: ");
        refused("bind = sasl\nsasl_mechs = EXTERNAL\nsasl_minssf = 1\n", ":3: sasl_minssf: ");
        refused("debuglevel = 1\n", ":1: debuglevel: ", "OpenLDAP");
    }

    @Test
    void refusesWhatPostfixRefuses() {
        refused("bind = maybe\n", ":1: bind: \"maybe\" is unknown");
        refused("server_host = ldap://[x\n", ":1: server_host: ");
        refused("query_filter = (mail=%x)\n", ":1: query_filter: ", "%x is not an expansion");
        refused("query_filter = (&(mail=%s)\n", ":1: query_filter: in the filter: ");
        refused("search_base = %\n", ":1: search_base: ");
        refused("result_format = %q\n", ":1: result_format: ");
        refused("timeout = 0\n", ":1: timeout: ");
        refused("recursion_limit = 0\n", ":1: recursion_limit: ");
        refused("start_tls = 1\n", ":1: start_tls: ");
        refused("domain = ldap:/x\n", ":1: domain: ");
    }

    @Test
    void ciphersOfATlsThatIsNotUsedBelongToNothing() {
        assertThat(source("tls_cipher_suite = HIGH\n").tls()).isEqualTo(LdapTls.DEFAULT);
        assertThat(problems).isEmpty();
    }
}
