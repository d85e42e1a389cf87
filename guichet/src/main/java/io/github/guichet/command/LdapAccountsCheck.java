package io.github.guichet.command;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.ldap.LdapAccountConfig;
import io.github.guichet.lookup.ldap.LdapAccountList;
import io.github.guichet.lookup.ldap.LdapAccountSource;
import io.github.guichet.lookup.ldap.LdapBindCheck;
import io.github.guichet.lookup.ldap.LdapBindSource;
import io.github.guichet.lookup.ldap.LdapPasswords;
import io.github.guichet.lookup.ldap.LdapSource;
import io.github.guichet.lookup.template.TemplateException;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.util.Optional;

/** Finds what is wrong in the filters, attributes and bases of accounts in a directory, without asking it. */
final class LdapAccountsCheck {

    private final ConfigSection section;
    private final SourceConfig.Ldap source;

    LdapAccountsCheck(ConfigSection section, SourceConfig.Ldap source) {
        this.section = section;
        this.source = source;
    }

    /** Each part by itself, so that everything wrong is found. */
    void search(LdapAccountConfig search, LdapAccountSource.Use use, String filterKey, String attributesKey) {
        String anyFilter = LdapAccountConfig.DEFAULT_FILTER;
        String anyAttributes = LdapAccountConfig.DEFAULT_ITERATE_ATTRIBUTES;
        one(with(search, search.base(), anyFilter, anyAttributes), use, filterKey, attributesKey);
        one(with(search, "", search.filter(), anyAttributes), use, filterKey, attributesKey);
        one(with(search, "", anyFilter, search.attributes()), use, filterKey, attributesKey);
    }

    private static LdapAccountConfig with(LdapAccountConfig search, String base, String filter, String attributes) {
        return new LdapAccountConfig(search.name(), base, search.scope(), filter, attributes);
    }

    private void one(LdapAccountConfig search, LdapAccountSource.Use use, String filterKey, String attributesKey) {
        try (LdapSource unasked = LdapSource.open(source.config(), LookupObserver.NONE)) {
            LdapAccountSource unused = new LdapAccountSource(search, use, unasked);
        } catch (TemplateException e) {
            report(e, filterKey, attributesKey);
        }
    }

    void passwords(LdapPasswords passwords) {
        if (passwords instanceof LdapPasswords.BindAs bind) {
            try (LdapBindSource unasked = LdapBindSource.open(source.config(), LookupObserver.NONE)) {
                LdapBindCheck unused = LdapBindCheck.as(bind.dnTemplate(), unasked);
            } catch (TemplateException e) {
                at("bind-dn-template", e);
            }
        } else if (passwords instanceof LdapPasswords.Stored stored) {
            search(stored.search(), LdapAccountSource.Use.PASSWORDS, passFilter(), "pass-attributes");
        } else if (passwords instanceof LdapPasswords.BindAfterSearch found) {
            search(found.search(), LdapAccountSource.Use.BIND, passFilter(), "pass-attributes");
        }
    }

    private String passFilter() {
        return section.has("pass-filter") ? "pass-filter" : "user-filter";
    }

    /** Whether all users can be listed; not so where the base depends on the user, and nobody asked for a list. */
    boolean list(LdapAccountConfig list) {
        try (LdapSource unasked = LdapSource.open(source.config(), LookupObserver.NONE)) {
            LdapAccountList unused = new LdapAccountList(list, unasked);
            return true;
        } catch (TemplateException e) {
            if (section.has("iterate-filter") || section.has("iterate-attributes")) {
                report(e, "iterate-filter", "iterate-attributes");
            }
            return false;
        }
    }

    /** The message says which of the texts is meant. */
    private void report(TemplateException problem, String filterKey, String attributesKey) {
        String message = String.valueOf(problem.getMessage());
        if (message.startsWith("in the base")) {
            at("base", problem);
        } else {
            at(message.startsWith("in the attributes") ? attributesKey : filterKey, problem);
        }
    }

    private void at(String key, TemplateException problem) {
        Optional<ConfigText> text = section.text(key);
        String message = String.valueOf(problem.getMessage());
        text.ifPresentOrElse(t -> section.problem(t, problem.offset(), message), () -> section.problem(key, message));
    }
}
