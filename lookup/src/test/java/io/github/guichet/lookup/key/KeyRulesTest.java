package io.github.guichet.lookup.key;

import static io.github.guichet.lookup.key.SearchedKeys.keys;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key sequences are what Postfix 3.12's source asks of a table such as mysql: or hash:. */
class KeyRulesTest {

    private static final AddressConfig DEFAULTS = AddressConfig.DEFAULTS;
    private static final AddressConfig LOCAL = DEFAULTS.withLocalDomains(Set.of("Here.Example", "[192.0.2.1]"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "virtual_alias_maps",
                "canonical_maps",
                "sender_canonical_maps",
                "recipient_canonical_maps",
                "smtp_generic_maps",
                "virtual_mailbox_maps",
                "virtual_uid_maps",
                "virtual_gid_maps",
                "relay_recipient_maps",
                "local_recipient_maps",
                "smtpd_sender_login_maps",
                "sender_bcc_maps",
                "recipient_bcc_maps",
                "relocated_maps",
                "sender_dependent_default_transport_maps",
                "sender_dependent_relayhost_maps",
                "smtp_sasl_password_maps"
            })
    void asksAnAddressThenWithoutExtensionThenAtDomain(String parameter) {
        assertThat(keys(parameter, DEFAULTS, "User+Ext@Example.COM"))
                .containsExactly("user+ext@example.com", "user@example.com", "@example.com");
    }

    @Test
    void asksTheLocalPartOfALocalDomainBeforeAtDomain() {
        assertThat(keys("virtual_mailbox_maps", LOCAL, "user+ext@here.example"))
                .containsExactly("user+ext@here.example", "user@here.example", "user+ext", "user", "@here.example");
        assertThat(keys("virtual_mailbox_maps", LOCAL, "user@here.example."))
                .containsExactly("user@here.example.", "user", "@here.example.");
        assertThat(keys("virtual_mailbox_maps", LOCAL, "user@[192.0.2.1]"))
                .containsExactly("user@[192.0.2.1]", "user", "@[192.0.2.1]");
        assertThat(keys("virtual_mailbox_maps", LOCAL, "user@here.example.."))
                .containsExactly("user@here.example..", "@here.example..");
    }

    @Test
    void asksBothFormsOfAQuotedAddressAtEachStep() {
        assertThat(keys("virtual_mailbox_maps", LOCAL, "\"a b+c\"@here.example"))
                .containsExactly(
                        "\"a b+c\"@here.example",
                        "a b+c@here.example",
                        "\"a b\"@here.example",
                        "a b@here.example",
                        "\"a b+c\"",
                        "a b+c",
                        "\"a b\"",
                        "a b",
                        "@here.example");
        assertThat(keys("check_sender_access", DEFAULTS, "\"a b+c d\"@x.example"))
                .containsExactly(
                        "\"a b+c d\"@x.example",
                        "a b+c d@x.example",
                        "\"a b\"@x.example",
                        "a b@x.example",
                        "x.example",
                        "example",
                        "\"a b+c d\"@",
                        "a b+c d@",
                        "\"a b\"@",
                        "a b@");
    }

    @Test
    void unquotesALocalPartThatNeedsNoQuotesWithoutItsExtension() {
        assertThat(keys("virtual_mailbox_maps", DEFAULTS, "\"a+b c\"@x.example"))
                .containsExactly("\"a+b c\"@x.example", "a+b c@x.example", "a@x.example", "@x.example");
    }

    @Test
    void leavesTheUnquotedFormOfAMappingToThePeer() {
        assertThat(keys("virtual_alias_maps", DEFAULTS, "\"a b+c\"@x.example"))
                .containsExactly("\"a b+c\"@x.example", "\"a b\"@x.example", "@x.example");
        assertThat(keys("virtual_alias_maps", DEFAULTS, "a b+c@x.example"))
                .containsExactly("a b+c@x.example", "a b@x.example", "@x.example");
    }

    @Test
    void asksTheNullSenderInItsSpellings() {
        assertThat(keys("canonical_maps", DEFAULTS, "\"\"")).containsExactly("\"\"");
        assertThat(keys("sender_dependent_relayhost_maps", DEFAULTS, "\"<>\"")).containsExactly("\"<>\"", "<>");
        assertThat(keys("sender_dependent_relayhost_maps", DEFAULTS, "<>")).startsWith("<>");
        assertThat(keys("check_sender_access", DEFAULTS, "<>")).startsWith("<>");
    }

    @Test
    void asksTransportByAddressThenDomainAndDottedParents() {
        assertThat(keys("transport_maps", DEFAULTS, "user+ext@Mail.Example.com"))
                .containsExactly(
                        "user+ext@mail.example.com",
                        "user@mail.example.com",
                        "mail.example.com",
                        ".example.com",
                        ".com");
        assertThat(keys("transport_maps", parents("transport_maps"), "u@mail.example.com"))
                .containsExactly("u@mail.example.com", "mail.example.com", "example.com", "com");
    }

    @Test
    void answersTheTransportWildcardOnlyWhenAsked() {
        assertThat(keys("transport_maps", DEFAULTS, "*")).containsExactly("*");
    }

    @Test
    void asksAddressAccessWithPlainParentsAndLocalPartLast() {
        assertThat(keys("check_recipient_access", DEFAULTS, "user+ext@mail.example.com"))
                .containsExactly(
                        "user+ext@mail.example.com",
                        "user@mail.example.com",
                        "mail.example.com",
                        "example.com",
                        "com",
                        "user+ext@",
                        "user@");
        assertThat(keys("check_sender_access", parents(), "user@mail.example.com"))
                .containsExactly("user@mail.example.com", "mail.example.com", ".example.com", ".com", "user@");
    }

    @Test
    void asksClientAccessByNameWithParentsAndByAddressWithNetworks() {
        assertThat(keys("check_client_access", DEFAULTS, "Mx.Example.com"))
                .containsExactly("mx.example.com", "example.com", "com");
        assertThat(keys("check_client_access", DEFAULTS, "192.0.2.45"))
                .containsExactly("192.0.2.45", "192.0.2", "192.0", "192");
        assertThat(keys("check_sender_mx_access", DEFAULTS, "2001:db8::1:2"))
                .containsExactly("2001:db8::1:2", "2001:db8::1", "2001:db8:", "2001:db8", "2001");
        assertThat(keys("check_client_access", DEFAULTS, "::1")).containsExactly("::1", ":");
        assertThat(keys("check_client_access", DEFAULTS, "unknown")).containsExactly("unknown");
    }

    @Test
    void takesANumericHeloNameWhole() {
        assertThat(keys("check_helo_access", DEFAULTS, "192.0.2.45")).containsExactly("192.0.2.45");
        assertThat(keys("check_helo_access", DEFAULTS, "Host.Example.COM."))
                .containsExactly("host.example.com.", "example.com.", "com.");
        assertThat(keys("check_helo_access", DEFAULTS, "192.0.2.456")).hasSize(4);
    }

    @Test
    void asksDomainListsWithParentsOnlyWherePostfixDoes() {
        assertThat(keys("relay_domains", DEFAULTS, "a.b.example"))
                .containsExactly("a.b.example", "b.example", "example");
        assertThat(keys("relay_domains", parents(), "a.b.example"))
                .containsExactly("a.b.example", ".b.example", ".example");
        for (String parameter : new String[] {"virtual_alias_domains", "virtual_mailbox_domains", "mydestination"}) {
            assertThat(keys(parameter, DEFAULTS, "a.B.example")).containsExactly("a.b.example");
        }
    }

    @Test
    void asksClientListsByNameWithParentsAndByAddressWhole() {
        assertThat(keys("mynetworks", DEFAULTS, "a.b.example")).containsExactly("a.b.example", "b.example", "example");
        assertThat(keys("mynetworks", DEFAULTS, "192.0.2.1")).containsExactly("192.0.2.1");
        assertThat(keys("smtpd_authorized_xclient_hosts", parents("smtpd_authorized_xclient_hosts"), "a.b.example"))
                .containsExactly("a.b.example", ".b.example", ".example");
        assertThat(keys("smtpd_forbid_bare_newline_exclusions", DEFAULTS, "a.b"))
                .containsExactly("a.b", "b");
        assertThat(keys("smtpd_client_event_limit_exceptions", DEFAULTS, "a.b")).containsExactly("a.b", ".b");
    }

    @Test
    void asksTlsPolicyWithDottedParentsForPlainDomainsOnly() {
        assertThat(keys("smtp_tls_policy_maps", DEFAULTS, "Mail.Example.com"))
                .containsExactly("mail.example.com", ".example.com", ".com");
        assertThat(keys("smtp_tls_policy_maps", DEFAULTS, "[Mail.Example.com]:25"))
                .containsExactly("[mail.example.com]:25");
        assertThat(keys("smtp_tls_policy_maps", DEFAULTS, "example.com:25")).containsExactly("example.com:25");
        assertThat(keys("smtp_tls_policy_maps", DEFAULTS, "192.0.2.1")).containsExactly("192.0.2.1");
    }

    @Test
    void asksPasswordsOfAHostAsItIs() {
        assertThat(keys("smtp_sasl_password_maps", DEFAULTS, "[Mail.Example.com]:587"))
                .containsExactly("[mail.example.com]:587");
    }

    @Test
    void foldsLoginsAndFingerprintsButNotTablesThatPostfixDoesNotFold() {
        assertThat(keys("check_sasl_access", DEFAULTS, "User")).containsExactly("user");
        assertThat(keys("check_ccert_access", DEFAULTS, "AA:BB")).containsExactly("aa:bb");
        assertThat(keys("mailbox_transport_maps", DEFAULTS, "User")).containsExactly("User");
    }

    @Test
    void asksAMapWithoutParameterAsItIs() {
        assertThat(keys(KeyRules.asIs(), "User+x@Example.com")).containsExactly("User+x@Example.com");
    }

    @Test
    void takesEachCharacterOfTheDelimiter() {
        AddressConfig both = DEFAULTS.withRecipientDelimiter("+-");
        assertThat(keys("relocated_maps", both, "a-b+c@x.example")).contains("a@x.example");
        assertThat(keys("relocated_maps", both, "a+b-c@x.example")).contains("a@x.example");
        assertThat(keys("relocated_maps", DEFAULTS.withRecipientDelimiter(""), "a+b@x.example"))
                .containsExactly("a+b@x.example", "@x.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "owner-list",
                "Owner-a-b",
                "list-Request",
                "mailer-daemon",
                "MAILER-DAEMON",
                "double-bounce",
                "-x"
            })
    void neverCutsSpecialLocalParts(String local) {
        assertThat(keys("virtual_mailbox_maps", DEFAULTS.withRecipientDelimiter("-"), local + "@x.example"))
                .hasSize(2);
    }

    @Test
    void cutsOwnerAndRequestWhereTheyAreNotSpecial() {
        assertThat(keys("virtual_mailbox_maps", DEFAULTS, "owner-list+x@x.example"))
                .contains("owner-list@x.example");
        AddressConfig plain = new AddressConfig("-", Set.of(), Set.of(), Set.of(), false, "double-bounce", true);
        assertThat(keys("virtual_mailbox_maps", plain, "owner-list@x.example")).contains("owner@x.example");
        assertThat(keys("virtual_mailbox_maps", DEFAULTS.withRecipientDelimiter("-"), "-request@x.example"))
                .hasSize(2);
    }

    @Test
    void asksTheOtherFormOfADomainAfterTheWholeSearch() {
        assertThat(keys("virtual_mailbox_maps", DEFAULTS, "U+x@M\u00dcLLER.example"))
                .containsExactly(
                        "u+x@m\u00fcller.example",
                        "u@m\u00fcller.example",
                        "@m\u00fcller.example",
                        "u+x@xn--mller-kva.example",
                        "u@xn--mller-kva.example",
                        "@xn--mller-kva.example");
        assertThat(keys("transport_maps", DEFAULTS, "u@a.xn--mller-kva.example"))
                .containsExactly(
                        "u@a.xn--mller-kva.example",
                        "a.xn--mller-kva.example",
                        ".xn--mller-kva.example",
                        ".example",
                        "u@a.m\u00fcller.example",
                        "a.m\u00fcller.example",
                        ".m\u00fcller.example");
        assertThat(keys("relay_domains", DEFAULTS, "m\u00fcller.example"))
                .containsExactly("m\u00fcller.example", "example", "xn--mller-kva.example");
    }

    @Test
    void foldsOnlyAsciiWithoutSmtputf8() {
        AddressConfig ascii = new AddressConfig("+", Set.of(), Set.of(), Set.of(), true, "double-bounce", false);
        assertThat(keys("virtual_mailbox_maps", ascii, "\u00c9A@x.example")).contains("\u00c9a@x.example");
    }

    @Test
    void knowsEveryParameterItNames() {
        assertThat(KeyRules.parameters())
                .hasSizeGreaterThan(80)
                .allSatisfy(name ->
                        assertThat(KeyRules.forParameter(name, DEFAULTS)).isPresent());
        assertThat(KeyRules.forParameter("virtual_alias_map", DEFAULTS)).isEmpty();
    }

    private static AddressConfig parents(String... parameters) {
        return DEFAULTS.withParentDomainMatchesSubdomains(Set.of(parameters));
    }
}
