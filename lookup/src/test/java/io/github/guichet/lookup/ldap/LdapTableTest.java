package io.github.guichet.lookup.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.template.DomainFilter;
import io.github.guichet.lookup.template.TemplateException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What ldap_table(5) says of results, groups and limits. */
class LdapTableTest {

    private final Memory memory = new Memory()
            .add(
                    "dn: cn=a,dc=example",
                    "objectClass: person",
                    "cn: a",
                    "mail: a@x.example",
                    "alias: 1@x.example",
                    "alias: 2@y.example")
            .add(
                    "dn: cn=b,dc=example",
                    "objectClass: person",
                    "cn: b",
                    "mail: b@x.example",
                    "mail: bare",
                    "alias: 2@y.example")
            .add(
                    "dn: cn=group,dc=example",
                    "objectClass: group",
                    "cn: group",
                    "list: all@x.example",
                    "mail: group@x.example",
                    "member: cn=a,dc=example",
                    "member: cn=b,dc=example",
                    "member: cn=gone,dc=example")
            .add(
                    "dn: cn=nested,dc=example",
                    "objectClass: group",
                    "cn: nested",
                    "list: nested@x.example",
                    "member: cn=group,dc=example",
                    "member: cn=a,dc=example")
            .add(
                    "dn: cn=circle,dc=example",
                    "objectClass: group",
                    "cn: circle",
                    "list: circle@x.example",
                    "member: cn=round,dc=example")
            .add("dn: cn=round,dc=example", "objectClass: group", "cn: round", "member: CN=circle,dc=example")
            .add(
                    "dn: cn=dynamic,dc=example",
                    "objectClass: group",
                    "cn: dynamic",
                    "list: dynamic@x.example",
                    "member: ldap:///dc=example??sub?(objectClass=person)")
            .add(
                    "dn: cn=hiding,dc=example",
                    "objectClass: group",
                    "cn: hiding",
                    "list: hiding@x.example",
                    "member: ldap:///dc=example?cn?sub?(objectClass=person)")
            .add(
                    "dn: cn=broken,dc=example",
                    "objectClass: group",
                    "cn: broken",
                    "list: broken@x.example",
                    "member: ldap:///dc=example??around?")
            .add(
                    "dn: cn=routed,dc=example",
                    "objectClass: group",
                    "cn: routed",
                    "list: routed@x.example",
                    "mail: routed@x.example",
                    "maildrop: routed@host.example",
                    "member: cn=a,dc=example")
            .add("dn: cn=star,dc=example", "objectClass: person", "cn: star", "mail: *@x.example", "alias: *")
            .add("dn: cn=binary,dc=example", "objectClass: person", "cn: binary", "alias: binary", "photo:: /9j/AA==");

    private static final ResultAttributes GROUPS =
            new ResultAttributes(List.of(), List.of("member"), List.of("mail"), List.of("maildrop"));

    @AfterEach
    void close() {
        memory.close();
    }

    private record Setting(
            String base,
            String filter,
            ResultAttributes attributes,
            String format,
            int expansion,
            int size,
            int depth) {

        static Setting of(String filter, ResultAttributes attributes) {
            return new Setting("dc=example", filter, attributes, "%s", 0, 0, 1000);
        }

        static Setting of(String filter, String... attributes) {
            return of(filter, ResultAttributes.regular(List.of(attributes)));
        }

        Setting base(String other) {
            return new Setting(other, filter, attributes, format, expansion, size, depth);
        }

        Setting format(String other) {
            return new Setting(base, filter, attributes, other, expansion, size, depth);
        }

        Setting limits(int newExpansion, int newSize, int newDepth) {
            return new Setting(base, filter, attributes, format, newExpansion, newSize, newDepth);
        }

        LdapTableConfig config() {
            return new LdapTableConfig(
                    "map",
                    base,
                    LdapScope.SUB,
                    filter,
                    attributes,
                    format,
                    DomainFilter.ALL,
                    expansion,
                    size,
                    depth,
                    Optional.empty(),
                    List.of());
        }
    }

    private Answer ask(Setting setting, String key) {
        return Asking.ask(table(setting.config()), key);
    }

    private Table table(LdapTableConfig config) {
        try {
            return new LdapTable(config, memory.source);
        } catch (TemplateException e) {
            throw new AssertionError(e);
        }
    }

    private static Answer found(String value) {
        return new Answer.Found(value);
    }

    private static void unavailable(Answer answer, String why) {
        assertThat(answer).isInstanceOf(Answer.Unavailable.class);
        assertThat(((Answer.Unavailable) answer).reason()).contains(why);
    }

    @Test
    void joinsAllValuesOfAllEntriesWithCommas() {
        assertThat(ask(Setting.of("(alias=%s)", "mail"), "2@y.example"))
                .isEqualTo(found("a@x.example,b@x.example,bare"));
    }

    @Test
    void formatsEachValueAndSkipsThoseThatLackAPart() {
        assertThat(ask(Setting.of("(alias=%s)", "mail").format("%u of %d for %S"), "2@y.example"))
                .isEqualTo(found("a of x.example for 2@y.example,b of x.example for 2@y.example"));
    }

    @Test
    void findsNothingForAnUnknownKeyOrAnAttributeThatIsNotThere() {
        assertThat(ask(Setting.of("(alias=%s)", "mail"), "3@y.example")).isEqualTo(Answer.NOT_FOUND);
        assertThat(ask(Setting.of("(alias=%s)", "fax"), "2@y.example")).isEqualTo(Answer.NOT_FOUND);
    }

    @Test
    void namesOfAttributesHaveNoCase() {
        assertThat(ask(Setting.of("(ALIAS=%s)", "MAIL"), "1@x.example")).isEqualTo(found("a@x.example"));
    }

    @Test
    void aStarInTheKeyMatchesOnlyAStar() {
        assertThat(ask(Setting.of("(alias=%s)", "mail"), "*")).isEqualTo(found("*@x.example"));
        assertThat(ask(Setting.of("(alias=%s)", "mail"), "*@x.example")).isEqualTo(Answer.NOT_FOUND);
        assertThat(ask(Setting.of("(alias=%s)", "mail"), "1*")).isEqualTo(Answer.NOT_FOUND);
        assertThat(ask(Setting.of("(alias=%s)", "mail"), "1@x.example)(alias=*"))
                .isEqualTo(Answer.NOT_FOUND);
    }

    @Test
    void aMissingPartSuppressesTheQuestion() {
        assertThat(ask(Setting.of("(alias=%u@%d)", "mail"), "bare")).isEqualTo(Answer.NOT_FOUND);
        assertThat(ask(Setting.of("(alias=%u@%d)", "mail"), "@x.example")).isEqualTo(Answer.NOT_FOUND);
        assertThat(ask(Setting.of("(alias=%u@%d)", "mail"), "1@x.example")).isEqualTo(found("a@x.example"));
    }

    @Test
    void readsFiltersWithWhiteSpaceAndWithoutParentheses() {
        assertThat(ask(Setting.of(" (& (objectClass=person)\n  (| (alias=%s) (cn=nobody) ) )", "mail"), "1@x.example"))
                .isEqualTo(found("a@x.example"));
        assertThat(ask(Setting.of("alias=%s", "mail"), "1@x.example")).isEqualTo(found("a@x.example"));
    }

    @Test
    void expandsGroupsThroughDnsAndKeepsLeavesOfTheGroupItselfOut() {
        assertThat(ask(Setting.of("(list=%s)", GROUPS), "all@x.example"))
                .isEqualTo(found("a@x.example,b@x.example,bare"));
    }

    @Test
    void anEntryReachedTwiceCountsTwice() {
        assertThat(ask(Setting.of("(list=%s)", GROUPS), "nested@x.example"))
                .isEqualTo(found("a@x.example,b@x.example,bare,a@x.example"));
    }

    @Test
    void aTerminalAttributeIsAllThereIs() {
        assertThat(ask(Setting.of("(list=%s)", GROUPS), "routed@x.example")).isEqualTo(found("routed@host.example"));
    }

    @Test
    void aCircleIsUnavailable() {
        unavailable(ask(Setting.of("(list=%s)", GROUPS), "circle@x.example"), "a circle: member=");
    }

    @Test
    void followsLdapUrls() {
        assertThat(ask(Setting.of("(list=%s)", GROUPS), "dynamic@x.example"))
                .isEqualTo(found("a@x.example,b@x.example,bare,*@x.example"));
    }

    @Test
    void doesNotFollowAUrlThatWantsNoneOfOurAttributes() {
        assertThat(ask(Setting.of("(list=%s)", GROUPS), "hiding@x.example")).isEqualTo(Answer.NOT_FOUND);
    }

    @Test
    void aMalformedUrlIsUnavailable() {
        unavailable(ask(Setting.of("(list=%s)", GROUPS), "broken@x.example"), "malformed LDAP URL");
    }

    @Test
    void limitsAreUnavailable() {
        Setting groups = Setting.of("(list=%s)", GROUPS);
        unavailable(ask(groups.limits(2, 0, 1000), "all@x.example"), "expansion limit");
        assertThat(ask(groups.limits(3, 0, 1000), "all@x.example")).isInstanceOf(Answer.Found.class);
        unavailable(ask(groups.limits(0, 0, 1), "all@x.example"), "recursion limit");
        unavailable(ask(groups.limits(0, 0, 2), "nested@x.example"), "recursion limit");
        assertThat(ask(groups.limits(0, 0, 3), "nested@x.example")).isInstanceOf(Answer.Found.class);
        unavailable(ask(Setting.of("(alias=%s)", "mail").limits(0, 1, 1000), "2@y.example"), "size limit");
    }

    @Test
    void aBaseThatIsNotThereIsUnavailableUnlessItComesFromTheKey() {
        unavailable(ask(Setting.of("(alias=%s)", "mail").base("dc=elsewhere"), "1@x.example"), "no such object");
        Setting dynamic = Setting.of("(objectClass=person)", "mail").base("cn=%u,dc=example");
        assertThat(ask(dynamic, "a@x.example")).isEqualTo(found("a@x.example"));
        assertThat(ask(dynamic, "z@x.example")).isEqualTo(Answer.NOT_FOUND);
        assertThat(ask(dynamic, "a,dc=b@x.example")).isEqualTo(Answer.NOT_FOUND);
    }

    @Test
    void bytesThatAreNoTextAreUnavailable() {
        unavailable(ask(Setting.of("(alias=%s)", "photo"), "binary"), "attribute photo is not text in UTF-8");
    }

    @Test
    void listsKeysOfAnEqualityFilter() {
        assertThat(table(Setting.of("(&(objectClass=person)(|(alias=%s)(mail=%u@%d)))", "mail")
                                .config())
                        .keys())
                .isInstanceOfSatisfying(
                        Keys.Listed.class,
                        listed -> assertThat(listed.keys())
                                .containsExactlyInAnyOrder(
                                        "1@x.example",
                                        "2@y.example",
                                        "a@x.example",
                                        "b@x.example",
                                        "bare",
                                        "*@x.example",
                                        "*",
                                        "binary"));
    }

    @Test
    void listsDomainsOfADomainFilter() {
        assertThat(table(Setting.of("(alias=*@%s)", "alias").config()).keys())
                .isInstanceOfSatisfying(
                        Keys.Listed.class,
                        listed -> assertThat(listed.keys()).containsExactlyInAnyOrder("x.example", "y.example"));
    }

    @Test
    void saysWhatToSetWhenKeysCannotBeDerived() {
        assertThat(table(Setting.of("(uid=%u)", "mail").config()).keys())
                .isInstanceOfSatisfying(
                        Keys.Unlistable.class,
                        no -> assertThat(no.reason()).contains("keys-filter").contains("keys-attributes"));
    }

    @Test
    void listsKeysByItsOwnFilter() {
        LdapTableConfig config = new LdapTableConfig(
                "map",
                "dc=example",
                LdapScope.SUB,
                "(uid=%u)",
                ResultAttributes.regular(List.of("mail")),
                "%s",
                DomainFilter.ALL,
                0,
                0,
                1000,
                Optional.of("(objectClass=group)"),
                List.of("list"));
        assertThat(table(config).keys())
                .isInstanceOfSatisfying(
                        Keys.Listed.class,
                        listed -> assertThat(listed.keys()).contains("all@x.example", "routed@x.example"));
    }

    @Test
    void refusesAFilterThatIsNone() {
        assertThatThrownBy(() -> new LdapTable(Setting.of("(&(mail=%s)", "mail").config(), memory.source))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("in the filter: ");
        assertThatThrownBy(() -> new LdapTable(Setting.of("(mail=%x)", "mail").config(), memory.source))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("in the filter: %x is not an expansion");
    }

    @Test
    void refusesAnExpansionOutsideAValue() {
        for (String filter : List.of("(%u=alice)", "(&(cn=x)(!(%s=*)))", "(mail:%s:=x)")) {
            assertThatThrownBy(() -> new LdapTable(Setting.of(filter, "mail").config(), memory.source))
                    .as(filter)
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining("may only stand in the value of an assertion");
        }
    }

    @Test
    void oneEntryWithATerminalAttributeSilencesTheOthersAfterIt() {
        // As Postfix does: the flag is not reset between the entries of one search.
        memory.add("dn: cn=t1,dc=example", "objectClass: x", "cn: t1", "tag: t", "maildrop: one@host.example")
                .add("dn: cn=t2,dc=example", "objectClass: x", "cn: t2", "tag: t", "mail: two@x.example");
        assertThat(ask(Setting.of("(tag=%s)", GROUPS), "t")).isEqualTo(found("one@host.example"));
    }
}
