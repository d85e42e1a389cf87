package io.github.guichet.lookup.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.template.Expansion;
import io.github.guichet.lookup.template.Template;
import io.github.guichet.lookup.template.TemplateException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTemplateTest {

    @Test
    void bindsAQuotedStringAsOneParameter() throws TemplateException {
        assertThat(mariadb("SELECT goto FROM alias WHERE address='%u@%d' AND active='1'"))
                .isEqualTo("SELECT goto FROM alias WHERE address=? AND active='1' [user@example.com]");
    }

    @Test
    void bindsABareExpansion() throws TemplateException {
        assertThat(mariadb("SELECT a FROM b WHERE c=%s AND d = %d"))
                .isEqualTo("SELECT a FROM b WHERE c=? AND d = ? [user@example.com, example.com]");
        assertThat(mariadb("CALL f(%s,'%u')")).isEqualTo("CALL f(?,?) [user@example.com, user]");
    }

    @Test
    void turnsDoubledPercentSignsIntoOne() throws TemplateException {
        assertThat(mariadb("SELECT 'a%%b' FROM t WHERE x LIKE '%%@%d' AND 5 %% 3 = 2"))
                .isEqualTo("SELECT 'a%b' FROM t WHERE x LIKE ? AND 5 % 3 = 2 [%@example.com]");
    }

    @Test
    void takesQuotesAndEscapesOutOfBoundStrings() throws TemplateException {
        assertThat(mariadb("SELECT 'it''s %s'")).isEqualTo("SELECT ? [it's user@example.com]");
        assertThat(mariadb("SELECT 'it\\'s\\\\ %s \\% \\n'".replace("\\%", "\\%%")))
                .isEqualTo("SELECT ? [it's\\ user@example.com \\% \n]");
        assertThat(mariadb("SELECT \"say \"\"%s\"\"\"")).isEqualTo("SELECT ? [say \"user@example.com\"]");
        assertThat(bound("SELECT 'back\\slash %s'", SqlDialect.POSTGRESQL))
                .isEqualTo("SELECT ? [back\\slash user@example.com]");
        assertThat(bound("SELECT E'tab\\t%s'", SqlDialect.POSTGRESQL)).isEqualTo("SELECT ? [tab\tuser@example.com]");
        assertThat(bound("SELECT 'back\\' || '%s'", SqlDialect.SQLITE))
                .isEqualTo("SELECT 'back\\' || ? [user@example.com]");
    }

    @Test
    void leavesOtherTextAlone() throws TemplateException {
        assertThat(mariadb("SELECT `a%%`, 'it''s', \"x\\\"y\" /* ' */ FROM t -- '\n# \"\nWHERE 1=5--1"))
                .isEqualTo("SELECT `a%`, 'it''s', \"x\\\"y\" /* ' */ FROM t -- '\n# \"\nWHERE 1=5--1 []");
        assertThat(bound("SELECT $a$ ' $a$, \"i'd\" FROM t /* /* ' */ ' */ WHERE d @? 'x' -- '", SqlDialect.POSTGRESQL))
                .isEqualTo("SELECT $a$ ' $a$, \"i'd\" FROM t /* /* ' */ ' */ WHERE d @?? 'x' -- ' []");
        assertThat(bound("SELECT [it's], `a'b` FROM t", SqlDialect.SQLITE)).isEqualTo("SELECT [it's], `a'b` FROM t []");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "MARIADB    | SELECT a FROM `%d` WHERE b='%s'     | 15 | a quoted identifier",
                "MARIADB    | SELECT a FROM t_%d WHERE b='%s'     | 16 | part of a name",
                "MARIADB    | SELECT a FROM %dt                   | 14 | part of a name",
                "MARIADB    | SELECT a FROM t WHERE b=%u@%d       | 24 | part of a name",
                "MARIADB    | SELECT a /* %s */ FROM t            | 12 | a comment",
                "MARIADB    | SELECT a FROM t -- %s               | 19 | a comment",
                "MARIADB    | SELECT a FROM t # %s                | 18 | a comment",
                "MARIADB    | SELECT a FROM t WHERE x=X'%s'       | 25 | hexadecimal",
                "MARIADB    | SELECT a FROM t WHERE x=?           | 24 | ? is not allowed",
                "MARIADB    | SELECT 'a                           | 7  | not closed",
                "MARIADB    | SELECT '\\%s'                       | 8  | a backslash cannot",
                "MARIADB    | SELECT '%x'                         | 8  | %x is not an expansion",
                "MARIADB    | SELECT '%                           | 8  | a lone %",
                "SQLITE     | SELECT a FROM t WHERE b=\"%s\"      | 25 | a quoted identifier",
                "SQLITE     | SELECT a FROM [%d]                  | 15 | a quoted identifier",
                "POSTGRESQL | SELECT $$%s$$                       | 9  | a dollar-quoted string",
                "POSTGRESQL | SELECT U&'%s'                       | 9  | U& string",
                "POSTGRESQL | SELECT a /* /* */ %s */             | 18 | a comment",
            })
    void refusesExpansionsElsewhere(SqlDialect dialect, String query, int offset, String message) {
        assertThatThrownBy(() -> SqlTemplate.parse(query, dialect))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        TemplateException.class, e -> assertThat(e.offset()).isEqualTo(offset));
    }

    private static String mariadb(String query) throws TemplateException {
        return bound(query, SqlDialect.MARIADB);
    }

    private static String bound(String query, SqlDialect dialect) throws TemplateException {
        SqlTemplate template = SqlTemplate.parse(query, dialect);
        Expansion expansion = new Expansion(List.of(template.template()), Template.parse("%s"));
        return template.statement() + " "
                + template.bind(expansion.bind("user@example.com").orElseThrow());
    }
}
