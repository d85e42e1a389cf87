package io.github.guichet.lookup.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the key, it stays one value: what is parsed back is the key, byte for byte. */
class QuotingProperties {

    @Provide
    Arbitrary<String> keys() {
        String nasty = "*()\\ \t\"#+,;<>=&|!~:@%_'/abcABC09\u00e9\u4e2d";
        Arbitrary<String> astral = Arbitraries.of("\uD83D\uDE00", "\\2a", "\\*", "(&", "é@ü.example", " x ", "\u0001");
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars(nasty).ofMinLength(1).ofMaxLength(40),
                Arbitraries.strings().ascii().excludeChars('\0').ofMinLength(1).ofMaxLength(40),
                astral.list().ofMinSize(1).ofMaxSize(5).map(parts -> String.join("", parts)));
    }

    @Property
    void aKeyInAFilterIsParsedBackToItself(@ForAll("keys") String key) throws LDAPException {
        Filter filter = FilterText.parse("( & (objectClass=x)\n (mail=" + Quoting.filter(key) + ") )");
        Filter mail = filter.getComponents()[1];
        assertThat(filter.getComponents()).hasSize(2);
        assertThat(mail.getFilterType()).isEqualTo(Filter.FILTER_TYPE_EQUALITY);
        assertThat(mail.getAssertionValue()).isEqualTo(key);
        assertThat(mail).isEqualTo(Filter.createEqualityFilter("mail", key));
    }

    @Property
    void aKeyAfterAStarIsTheEndOfTheValue(@ForAll("keys") String key) throws LDAPException {
        Filter filter = FilterText.parse("alias=*@" + Quoting.filter(key));
        assertThat(filter.getFilterType()).isEqualTo(Filter.FILTER_TYPE_SUBSTRING);
        assertThat(filter.getSubFinalString()).isEqualTo("@" + key);
        assertThat(filter.getSubAnyStrings()).isEmpty();
    }

    @Property
    void aKeyInASearchBaseStaysOneValue(@ForAll("keys") String key) throws LDAPException {
        String dn = "ou=" + Quoting.base(key) + ",dc=example";
        assertThat(new DN(dn).getRDNs()).hasSize(2);
        assertThat(new DN(dn).getRDN().getAttributeNames()).containsExactly("ou");
        // The parsers of the SDK and of the JDK both lose an escaped space at the end, so this is decoded by hand.
        assertThat(unescape(dn.substring(3, dn.indexOf(',')))).isEqualTo(key);
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
    void textThatIsNoFilterIsRefusedAndNothingElse(@ForAll("keys") String text) {
        try {
            assertThat(FilterText.parse(text)).isNotNull();
        } catch (LDAPException e) {
            assertThat(e.getResultCode().getName()).isEqualTo("filter error");
        }
    }
}
