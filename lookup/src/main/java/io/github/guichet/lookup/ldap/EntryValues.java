package io.github.guichet.lookup.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.account.AccountRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The values of an entry, and of the entries it refers to, as a field's text asks for them. For one thread. */
final class EntryValues {

    private final String dn;
    private final Map<String, List<String>> attributes = new HashMap<>();

    /**
     * The values of an entry.
     *
     * @throws SourceException when one is no text
     */
    EntryValues(Entry entry) throws SourceException {
        this.dn = entry.getDN();
        add(entry, "");
    }

    /** Adds those of another entry, under {@code attribute@name}. */
    void addOther(Entry entry, String name) throws SourceException {
        add(entry, "@" + name);
    }

    private void add(Entry entry, String suffix) throws SourceException {
        for (Attribute attribute : entry.getAttributes()) {
            List<String> values = new ArrayList<>();
            for (ASN1OctetString value : attribute.getRawValues()) {
                values.add(EntryReader.text(attribute.getName(), value.getValue()));
            }
            attributes.put(key(attribute.getName() + suffix), values);
        }
    }

    private static String key(String attribute) {
        return attribute.toLowerCase(Locale.ROOT);
    }

    String dn() {
        return dn;
    }

    /** The values of an attribute, {@code name} or {@code name@other}; none when it is not there. */
    List<String> values(String attribute) {
        return attributes.getOrDefault(key(attribute), List.of());
    }

    /** The request with all that a text wants to know of the entry. */
    AccountRequest into(AccountRequest request, AccountText text, String dollar) {
        AccountRequest filled = request;
        for (String function : text.entryWants()) {
            filled = filled.with(function, value(function, dollar));
        }
        return filled;
    }

    private String value(String function, String dollar) {
        int colon = function.indexOf(':');
        String name = colon < 0 ? function : function.substring(0, colon);
        String rest = colon < 0 ? "" : function.substring(colon + 1);
        return switch (name) {
            case "ldap" -> first(rest);
            case "ldap_ptr" -> pointed(rest);
            case "ldap_dn" -> dn;
            default -> dollar;
        };
    }

    /** {@code attribute} or {@code attribute:default}. */
    private String first(String wanted) {
        int colon = wanted.indexOf(':');
        List<String> values = values(colon < 0 ? wanted : wanted.substring(0, colon));
        if (!values.isEmpty()) {
            return values.get(0);
        }
        return colon < 0 ? "" : wanted.substring(colon + 1);
    }

    /** The value of the attribute whose name is the value of this one, in the same entry. */
    private String pointed(String wanted) {
        String pointer = first(wanted);
        int at = AccountText.attribute(wanted).indexOf('@');
        return pointer.isEmpty()
                ? ""
                : first(
                        at < 0
                                ? pointer
                                : pointer + AccountText.attribute(wanted).substring(at));
    }
}
