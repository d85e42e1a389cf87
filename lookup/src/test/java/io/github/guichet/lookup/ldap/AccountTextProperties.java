package io.github.guichet.lookup.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.template.TemplateException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No user name changes what a filter asks or where a DN stands: what is parsed back is the name, and nothing besides. */
class AccountTextProperties {

    @Provide
    Arbitrary<String> names() {
        String nasty = "*()\\ \t\"#+,;<>=&|!~:@%_'/.{}$abcABC09\u00e9\u4e2d";
        Arbitrary<String> parts = Arbitraries.of(
                "\uD83D\uDE00",
                "\\2a",
                ")(uid=*",
                "*))%00",
                ",dc=",
                ",ou=x",
                "uid=",
                "é@ü.example",
                " ",
                "\0",
                "%u",
                "a.b");
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars(nasty).ofMinLength(1).ofMaxLength(40),
                Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(40),
                parts.list().ofMinSize(1).ofMaxSize(6).map(list -> String.join("", list)));
    }

    private static String local(String name) {
        return name.indexOf('@') < 0 ? name : name.substring(0, name.indexOf('@'));
    }

    @Property
    void aNameInAFilterIsParsedBackToItself(@ForAll("names") String name) throws TemplateException, LDAPException {
        AccountText text = AccountSearch.filter("(&(objectClass=x)(|(uid=%u)(mail=%n@*))(!(off=%Uu)))");
        Filter filter = FilterText.parse(text.filter(AccountRequest.of(name)));
        Filter[] parts = filter.getComponents();
        assertThat(parts).hasSize(3);
        assertThat(parts[1].getComponents()).hasSize(2);
        assertThat(parts[1].getComponents()[0]).isEqualTo(Filter.createEqualityFilter("uid", name));
        assertThat(parts[1].getComponents()[1].getSubInitialString()).isEqualTo(local(name) + "@");
        assertThat(parts[1].getComponents()[1].getSubAnyStrings()).isEmpty();
        assertThat(parts[2].getNOTComponent().getFilterType()).isEqualTo(Filter.FILTER_TYPE_EQUALITY);
    }

    @Property
    void aFactInAFilterIsParsedBackToItself(@ForAll("names") String fact) throws TemplateException, LDAPException {
        AccountText text = AccountSearch.filter("(&(uid=%u)(service=%s))");
        Filter filter = FilterText.parse(text.filter(AccountRequest.of("alice").with("service", fact)));
        assertThat(filter.getComponents()[1]).isEqualTo(Filter.createEqualityFilter("service", fact));
    }

    @Property
    void aNameInADnStaysOneValue(@ForAll("names") String name) throws TemplateException, LDAPException {
        String dn = DnTemplate.parse("uid=%u,ou=mail+cn=%n,dc=example").dn(AccountRequest.of(name));
        RDN[] rdns = new DN(dn).getRDNs();
        assertThat(rdns).hasSize(3);
        assertThat(rdns[0].getAttributeNames()).containsExactly("uid");
        assertThat(rdns[1].getAttributeNames()).containsExactly("ou", "cn");
        assertThat(unescape(dn.substring("uid=".length(), dn.indexOf(',')))).isEqualTo(name);
    }

    /** RFC 4514 section 2.4: a backslash and two hexadecimal digits are a byte. */
    private static String unescape(String value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] in = value.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < in.length; i++) {
            boolean escaped = in[i] == '\\';
            out.write(escaped ? Integer.parseInt(new String(in, i + 1, 2, StandardCharsets.US_ASCII), 16) : in[i]);
            i += escaped ? 2 : 0;
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Property
    void onlyTheDotsOfADomainMakeMoreParts(@ForAll("names") String name) throws TemplateException, LDAPException {
        String user = "u@" + name;
        String dn = DnTemplate.parse("uid=%n,dc=%Dd").dn(AccountRequest.of(user));
        RDN[] rdns = new DN(dn).getRDNs();
        long dots = user.indexOf(',') < 0 ? user.chars().filter(c -> c == '.').count() : 0;
        assertThat(rdns).hasSize(Math.toIntExact(2 + dots));
        List<String> names = Arrays.stream(rdns)
                .flatMap(rdn -> Arrays.stream(rdn.getAttributeNames()))
                .toList();
        assertThat(names.get(0)).isEqualTo("uid");
        assertThat(names.subList(1, names.size())).containsOnly("dc");
    }

    @Property
    void whatIsNoFilterIsRefusedWithATemplateException(@ForAll("names") String text) {
        for (String wrapped : List.of(text, "(" + text + ")", "(uid=" + text + ")")) {
            try {
                assertThat(AccountSearch.filter(wrapped).text()).isEqualTo(wrapped);
            } catch (TemplateException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotMatch(Pattern.compile("[\uE000]"));
            }
        }
    }

    @Property
    void anyListOfAttributesIsReadOrRefused(@ForAll("names") String text) {
        try {
            assertThat(FieldRule.parse(text).size()).isLessThanOrEqualTo(text.length());
        } catch (TemplateException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
