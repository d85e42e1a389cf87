package io.github.guichet.lookup.ldap;

import io.github.guichet.lookup.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one field of a record is made of an entry: one item of Dovecot's {@code user_attrs} and {@code pass_attrs}.
 *
 * <pre>
 * uidNumber=uid                    the attribute's value
 * quota                            the same, the field is called as the attribute
 * mailDir=mail=maildir:%$          the attribute's value in the place of %$; nothing without the attribute
 * mailDir=mail=maildir:            the same: without a variable the value is appended
 * =home=/home/%{ldap:uid:nobody}   a text, whatever the entry has
 * =nologin                         an empty text
 * &#64;user=%{ldap:userDn}            no field: a DN whose entry lends its attributes to ...
 * uidNumber&#64;user=uid              ... such items, and to %{ldap:uidNumber&#64;user}
 * !storeName                       no field: only asked for, for %{ldap_ptr:...} to lead to
 * </pre>
 *
 * @param kind what it makes
 * @param name the field, or the name after the at sign; may hold variables
 * @param attribute the attribute that must be there; empty when there is none
 * @param value what the value is made of; absent for the attribute's own value
 */
record FieldRule(Kind kind, AccountText name, String attribute, Optional<AccountText> value) {

    /** What an item makes. */
    enum Kind {
        /** A field of the record. */
        FIELD,
        /** The DN of another entry. */
        OTHER_ENTRY,
        /** Nothing. */
        ONLY_ASKED_FOR
    }

    /**
     * Reads a list of items.
     *
     * @param list separated by commas, which cannot be part of an item
     * @throws TemplateException when an item has no name for its field, or a malformed text
     */
    static List<FieldRule> parse(String list) throws TemplateException {
        List<FieldRule> rules = new ArrayList<>();
        for (String item : list.split(",", -1)) {
            if (!item.isBlank()) {
                rules.add(item(item.strip()));
            }
        }
        return List.copyOf(rules);
    }

    private static FieldRule item(String item) throws TemplateException {
        int equals = item.indexOf('=');
        if (item.startsWith("!")) {
            String attribute = item.substring(1);
            if (attribute.isEmpty() || equals >= 0) {
                throw new TemplateException(0, "\"" + item + "\": after ! stands an attribute and nothing else");
            }
            return new FieldRule(Kind.ONLY_ASKED_FOR, AccountText.parse("!"), attribute, Optional.empty());
        }
        if (equals < 0) {
            return new FieldRule(Kind.FIELD, name(item, item), item, Optional.empty());
        }
        if (item.startsWith("@")) {
            return new FieldRule(
                    Kind.OTHER_ENTRY,
                    name(item, item.substring(1, equals)),
                    "",
                    Optional.of(value(item.substring(equals + 1))));
        }
        String attribute = item.substring(0, equals);
        String rest = item.substring(equals + 1);
        int second = rest.indexOf('=');
        String name = second < 0 ? rest : rest.substring(0, second);
        Optional<AccountText> value = second >= 0
                ? Optional.of(value(rest.substring(second + 1)))
                : attribute.isEmpty() ? Optional.of(AccountText.parse("")) : Optional.empty();
        return new FieldRule(Kind.FIELD, name(item, name), attribute, value);
    }

    private static AccountText name(String item, String name) throws TemplateException {
        if (name.isEmpty()) {
            throw new TemplateException(
                    0,
                    "\"" + item + "\" names no field; allowed are attribute=field, attribute=field=text, =field=text, "
                            + "@name=text and !attribute");
        }
        return AccountText.parseWithEntry(name);
    }

    private static AccountText value(String text) throws TemplateException {
        return AccountText.parseWithEntry(text.indexOf('%') < 0 ? text + "%$" : text);
    }
}
