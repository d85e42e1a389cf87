package io.github.guichet.lookup.variable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.template.TemplateException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariableTemplateTest {

    private static final AccountRequest ALICE = new AccountRequest(
            "Alice@Mail.Example.org",
            Map.of("service", "imap", "rip", "192.0.2.7", "lport", "993", "secured", "tls", "session", "a'b"));

    private static String expand(String text) throws TemplateException {
        return VariableTemplate.parse(text).expand(ALICE);
    }

    /** What {@code doveadm} and a mail process of Dovecot 2.3 make of them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    %u              | Alice@Mail.Example.org
                    %n              | Alice
                    %d              | Mail.Example.org
                    %{username}     | Alice
                    %s%{protocol}   | imapimap
                    %r              | 192.0.2.7
                    %{real_rip}     | 192.0.2.7
                    %a %b           | 993 0
                    %c              | TLS
                    %k%m%h          | ""
                    %{orig_user}    | Alice@Mail.Example.org
                    %{auth_domain}  | Mail.Example.org
                    %Lu             | alice@mail.example.org
                    %Un             | ALICE
                    %LRn            | ecila
                    %RLn            | ecila
                    %1n/%1.1n       | A/l
                    %-2.2n          | ce
                    %.-1n           | Alic
                    %9.n            | ""
                    %02n%08n        | Alice000Alice
                    %Xa             | 3e1
                    %Xn             | 0
                    %E{session}     | a\\'b
                    dc=%Dd          | dc=Mail,dc=Example,dc=org
                    100%%           | 100%
                    """)
    void expandsTheNotationOf23(String text, String expected) throws TemplateException {
        assertThat(expand(text)).isEqualTo(expected);
    }

    /** The values are md5sum's and sha256sum's. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    %Mn                                        ~ 64489c85dc2fe0787b85cd87214b3810
                    %{md5:username}                            ~ 64489c85dc2fe0787b85cd87214b3810
                    %{username | md5}                          ~ 64489c85dc2fe0787b85cd87214b3810
                    %{username | md5 | hexlify(4)}             ~ 6448
                    %{md5;truncate=12:username}                ~ 0644
                    %{username | md5 | truncate(bits=12)}      ~ 0644
                    %2.256Nn                                   ~ 78
                    %{sha256;format=base64:username}           ~ O8UQYpc8RY1aby2NZKAjJGNUrX4GSx5OAJ7IoGmaMEM=
                    %{username | sha256 | base64(pad=0)}       ~ O8UQYpc8RY1aby2NZKAjJGNUrX4GSx5OAJ7IoGmaMEM
                    """)
    void hashes(String text, String expected) throws TemplateException {
        assertThat(expand(text)).isEqualTo(expected);
    }

    /** What {@code doveadm mailbox path} of Dovecot 2.3.19 made of them in a mail location. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    %2.256Nu                               | 00
                    %1.16Hu                                | 7
                    %2.16Hn                                | 05
                    %Mu                                    | faef8b4180cf6d0096014cbc4986b54c
                    %{sha256;truncate=12:user}             | 05d8
                    %{md5;rounds=3,salt=ab:user}           | e8e43ba981c9358c91d0ad5871b79ff9
                    %{sha1;format=base64,truncate=13:user} | BFE=
                    %-3.2u                                 | or
                    %08n                                   | 000Alice
                    %.-2u                                  | Alice@Ex.o
                    %3Ru                                   | gro
                    %2.0u                                  | ice@Ex.org
                    %0.3u                                  | Ali
                    %-0.3u                                 | Ali
                    %{if;%n;*;A*;yes;no}                   | yes
                    %LDu                                   | alice@ex,dc=org
                    %TLu                                   | alice@ex.org
                    %Xu                                    | 0
                    """)
    void makesOfThemWhatDovecotMakes(String text, String expected) throws TemplateException {
        assertThat(VariableTemplate.parse(text).expand(AccountRequest.of("Alice@Ex.org")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    %{if;%{service};eq;imap;a%n;b}      | aAlice
                    %{if;%s;eq;smtp;a}                  | ""
                    %{if;%a;>;500;high;low}             | high
                    %{if;%n;>;500;high;low}             | low
                    %{if;%d;*;*.org;org;other}          | org
                    %{if;%n;!*;A?ice;other;her}         | her
                    %{if;a\\;b;eq;a\\;b;x\\:y;}         | x:y
                    """)
    void choosesAsIfOf23(String text, String expected) throws TemplateException {
        assertThat(expand(text)).isEqualTo(expected);
    }

    @Test
    void expandsThePipesOf24() throws TemplateException {
        assertThat(expand("%{user | domain | lower}")).isEqualTo("mail.example.org");
        assertThat(expand("%{ user|username|upper }")).isEqualTo("ALICE");
        assertThat(expand("%{user | domain | index('.', -1)}")).isEqualTo("org");
        assertThat(expand("%{user | domain | index('.', 7)}")).isEmpty();
        assertThat(expand("%{local_name | default('a}b')}")).isEqualTo("a}b");
        assertThat(expand("%{local_name | default(remote_ip)}")).isEqualTo("192.0.2.7");
        assertThat(expand("%{user | substr(0, 1) | lower}/%{user | substr(-3)}"))
                .isEqualTo("a/org");
        assertThat(expand("%{user | substr(1, -17)}")).isEqualTo("lice");
        assertThat(expand("%{user | truncate(5) | rfill(7, '-')}%{user | username | lfill(6)}"))
                .isEqualTo("Alice--0Alice");
        assertThat(expand("%{local_port | hex(4)}")).isEqualTo("03e1");
        assertThat(expand("%{literal('x') | concat(protocol, 'y')}")).isEqualTo("ximapy");
        assertThat(expand("%{if(protocol, 'eq', 'imap', 'yes', user)}")).isEqualTo("yes");
        assertThat(expand("%{local_port | if('<', 100, 'low', user)}")).isEqualTo("Alice@Mail.Example.org");
        assertThat(expand("%{user | username | reverse}")).isEqualTo("ecilA");
        assertThat(expand("%{user | hash('sha256', rounds=1, salt='') | truncate(2)}"))
                .isEqualTo(expand("%{user | sha256 | hexlify(4)}"));
    }

    @Test
    void cutsAtTheFirstAtSignAsDovecotDoes() throws TemplateException {
        AccountRequest odd = AccountRequest.of("a@b@c");
        assertThat(VariableTemplate.parse("%n %d %{domain_first} %{domain_last} %{user | domain}")
                        .expand(odd))
                .isEqualTo("a b@c b c b@c");
    }

    @Test
    void leavesLettersBeyondAsciiWholeUnlessTheyAreCut() throws TemplateException {
        AccountRequest user = AccountRequest.of("jürgen");
        assertThat(VariableTemplate.parse("%Uu %1u").expand(user)).isEqualTo("JüRGEN j");
        assertThat(VariableTemplate.parse("%2u").expand(user)).isEqualTo("j\ufffd");
    }

    @Test
    void quotesWhatVariablesGiveAndNothingElse() throws TemplateException {
        assertThat(VariableTemplate.parse("(uid=%Ln)").expand(ALICE, value -> "<" + value + ">"))
                .isEqualTo("(uid=<alice>)");
    }

    @Test
    void tellsEveryFactThatAnAnswerDependsOn() throws TemplateException {
        assertThat(VariableTemplate.parse("%u %n %d %{domain_last} x").facts()).isEmpty();
        assertThat(VariableTemplate.parse("%Ls %{real_rip}").facts())
                .containsExactlyInAnyOrder("service", "real_rip", "rip");
        assertThat(VariableTemplate.parse("%{auth_user}").facts())
                .containsExactlyInAnyOrder("master_user", "orig_user");
        assertThat(VariableTemplate.parse("%{if;%l;eq;%w;%{session};}%{sha1;salt=%m:client_id}")
                        .facts())
                .containsExactlyInAnyOrder("lip", "password", "session", "mech", "client_id");
        assertThat(VariableTemplate.parse("%{user | default(local_name) | if('eq', mechanism, cert, pid)}")
                        .facts())
                .containsExactlyInAnyOrder("local_name", "mech", "cert", "pid");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    a%               | 1 | lone %
                    a%L              | 1 | lone %
                    a%i              | 1 | %i is no variable
                    a%{user          | 1 | not closed
                    %{nobody}        | 2 | %{nobody} is no variable
                    %{passdb:host}   | 2 | %{passdb:
                    %{userdb:home}   | 2 | %{userdb:
                    %{env:HOME}      | 2 | %{env:
                    %{pkcs5:user}    | 2 | %{pkcs5:
                    %{if;a;~;b;c;d}  | 2 | regular expressions
                    %{if;a;is;b;c;d} | 2 | is no comparison
                    %{md5;x=1:user}  | 2 | no argument of md5
                    %{md5:nobody}    | 6 | no variable
                    %{}              | 1 | expected a variable
                    %0999999u        | 0 | filled
                    %LLLLLLLLLLLu    | 1 | modifiers
                    """)
    void refusesByNameAndPlace(String text, int offset, String message) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> VariableTemplate.parse(text))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.offset()).isBetween(offset, offset + 1));
    }

    @Test
    void refusesFiltersByNameAndPlace() {
        refused("%{user | regexp('a', 'b')}", 9, "the filter \"regexp\" is not supported");
        refused("%{user | safe}", 9, "safe");
        refused("%{local_port + 1}", 13, "calculating");
        refused("%{user | substr}", 9, "needs a number");
        refused("%{user | lower(1)}", 9, "no arguments");
        refused("%{user | truncate(x)}", 18, "no variable");
        refused("%{user | base64(wide=1)}", 16, "no argument of base64");
        refused("%{user | default('x)}", 0, "not closed");
        refused("%{user lower}", 7, "expected \"|\"");
        refused("%{lower}", 2, "no variable");
        refused("%{user | hash('md4')}", 9, "md4");
    }

    private static void refused(String text, int offset, String message) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> VariableTemplate.parse(text))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
    }
}
