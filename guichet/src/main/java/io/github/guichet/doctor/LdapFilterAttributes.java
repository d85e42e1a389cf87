package io.github.guichet.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The attributes that a filter compares with a key, and the indexes that those comparisons want. */
final class LdapFilterAttributes {

    private static final Pattern COMPARISON = Pattern.compile("([A-Za-z][A-Za-z0-9;-]*)=([^()]*%[^()]*)");

    private LdapFilterAttributes() {}

    /** Attribute and kind of index: {@code eq}, or {@code sub} where the value has an asterisk. */
    static Map<String, String> of(String filter) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher matcher = COMPARISON.matcher(filter);
        while (matcher.find()) {
            String kind = String.valueOf(matcher.group(2)).contains("*") ? "eq,sub" : "eq";
            attributes.merge(String.valueOf(matcher.group(1)), kind, (a, b) -> a.length() > b.length() ? a : b);
        }
        return attributes;
    }

    /** What adds these indexes to the first database of an OpenLDAP server. */
    static List<String> indexLines(String filter) {
        List<String> lines = new ArrayList<>();
        Map<String, String> attributes = of(filter);
        if (attributes.isEmpty()) {
            return lines;
        }
        lines.add("dn: olcDatabase={1}mdb,cn=config");
        lines.add("changetype: modify");
        lines.add("add: olcDbIndex");
        attributes.forEach((attribute, kind) -> lines.add("olcDbIndex: " + attribute + " " + kind));
        return lines;
    }
}
