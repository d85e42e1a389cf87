package io.github.guichet.lookup.ldap;

import io.github.guichet.lookup.template.TemplateException;

/** Checks the texts of an {@link LdapAccountConfig} one by one, without asking anybody. */
public final class LdapAccountTexts {

    private LdapAccountTexts() {}

    /**
     * A search base or a template of DNs.
     *
     * @throws TemplateException when it is no DN, a variable is unknown or stands elsewhere than in a value
     */
    public static void checkDn(String text) throws TemplateException {
        Object unused = DnTemplate.parse(text);
    }

    /**
     * A filter.
     *
     * @throws TemplateException when it is no filter, a variable is unknown or stands elsewhere than in a value
     */
    public static void checkFilter(String text) throws TemplateException {
        Object unused = AccountSearch.filter(text);
    }

    /**
     * A list of attributes in Dovecot's notation.
     *
     * @throws TemplateException when an item names no field or a variable is unknown
     */
    public static void checkAttributes(String text) throws TemplateException {
        Object unused = FieldRule.parse(text);
    }
}
