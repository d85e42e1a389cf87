package io.github.guichet.lookup.tablefile;

import io.github.guichet.lookup.ldap.LdapScope;
import io.github.guichet.lookup.ldap.LdapTable;
import io.github.guichet.lookup.ldap.LdapTableConfig;
import io.github.guichet.lookup.ldap.ResultAttributes;
import io.github.guichet.lookup.template.DomainFilter;
import io.github.guichet.lookup.template.DomainFilterException;
import io.github.guichet.lookup.template.TableOpener;
import io.github.guichet.lookup.template.Template;
import io.github.guichet.lookup.template.TemplateException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parameters of an ldap_table(5) file that make the table. */
final class LdapTableReader {

    private static final Logger LOG = LoggerFactory.getLogger(LdapTableReader.class);
    private static final String DEFAULT_FILTER = "(mailacceptinggeneralid=%s)";

    private final PostfixFile file;

    LdapTableReader(PostfixFile file) {
        this.file = file;
    }

    /** The table; usable only when the file has no problems. */
    LdapTableConfig read(String mapName, TableOpener tables) {
        int expansionLimit = Math.max(0, file.number("expansion_limit", 0, 0));
        int sizeLimit = file.number("size_limit", expansionLimit, 0);
        if (sizeLimit < 0) {
            file.problem("size_limit", "must not be negative");
        }
        return new LdapTableConfig(
                mapName,
                template("search_base", file.text("search_base", "")),
                scope(),
                filter(),
                attributes(),
                template(formatKey(), format()),
                domain(tables),
                expansionLimit,
                Math.max(0, sizeLimit),
                Math.max(1, file.number("recursion_limit", LdapTableConfig.DEFAULT_RECURSION_LIMIT, 1)),
                Optional.empty(),
                List.of());
    }

    private String template(String key, String text) {
        try {
            Template.parse(text);
        } catch (TemplateException e) {
            file.problem(key, String.valueOf(e.getMessage()));
        }
        return text;
    }

    private String filter() {
        String filter = file.text("query_filter", DEFAULT_FILTER);
        try {
            LdapTable.checkFilter(filter);
        } catch (TemplateException e) {
            file.problem("query_filter", String.valueOf(e.getMessage()));
        }
        return filter;
    }

    /** The old name counts when the new one is missing or empty. */
    private String formatKey() {
        return file.text("result_format").isPresent() ? "result_format" : "result_filter";
    }

    private String format() {
        String old = file.required("result_filter", LdapTableConfig.DEFAULT_RESULT_FORMAT);
        return file.text("result_format").orElse(old);
    }

    private LdapScope scope() {
        String word = file.required("scope", "sub");
        return LdapScope.of(word).orElseGet(() -> {
            LOG.warn(
                    "{}:{}: scope: \"{}\" is unknown, taken for sub as Postfix takes it",
                    file.path(),
                    file.line("scope"),
                    word);
            return LdapScope.SUB;
        });
    }

    private ResultAttributes attributes() {
        return new ResultAttributes(
                names("result_attribute", ResultAttributes.DEFAULT_REGULAR),
                names("special_result_attribute", ""),
                names("leaf_result_attribute", ""),
                names("terminal_result_attribute", ""));
    }

    private List<String> names(String key, String otherwise) {
        return LdapConnectionReader.words(file.text(key, otherwise));
    }

    private DomainFilter domain(TableOpener tables) {
        try {
            return DomainFilter.parse(file.text("domain", ""), tables);
        } catch (DomainFilterException e) {
            file.problem("domain", String.valueOf(e.getMessage()));
            return DomainFilter.ALL;
        }
    }
}
