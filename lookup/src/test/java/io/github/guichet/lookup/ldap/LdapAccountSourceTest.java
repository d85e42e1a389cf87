package io.github.guichet.lookup.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.ldap.LdapAccountSource.Use;
import io.github.guichet.lookup.template.TemplateException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Dovecot's user_attrs, pass_attrs, filters and bases make of entries. */
class LdapAccountSourceTest {

    private final List<List<String>> asked = new CopyOnWriteArrayList<>();
    private final Memory memory = new Memory(new InMemoryOperationInterceptor() {
                @Override
                public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
                    asked.add(request.getRequest().getAttributeList());
                    if (request.getRequest().getFilter().toString().contains("cn=crash")) {
                        throw new LDAPException(ResultCode.OTHER, "internal error");
                    }
                }
            })
            .add("dn: ou=people,dc=example", "objectClass: organizationalUnit", "ou: people")
            .add("dn: dc=x,dc=example", "objectClass: domain", "dc: x")
            .add(
                    "dn: uid=alice,ou=people,dc=example",
                    "objectClass: posixAccount",
                    "uid: alice",
                    "mail: Alice@x.example",
                    "mail: second@x.example",
                    "homeDirectory: /srv/alice",
                    "uidNumber: 5000",
                    "gidNumber: 100",
                    "gidNumber: 101",
                    "userPassword: {PLAIN}one",
                    "userPassword: {PLAIN}two",
                    "store: cn=big,ou=stores,dc=example",
                    "storeField: quotaBig",
                    "quotaBig: 900",
                    "quotaSmall: 9")
            .add(
                    "dn: uid=bob,dc=x,dc=example",
                    "objectClass: posixAccount",
                    "uid: bob",
                    "homeDirectory: /srv/bob",
                    "store: cn=gone,ou=stores,dc=example")
            .add("dn: uid=twin,ou=people,dc=example", "objectClass: posixAccount", "uid: twin", "cn: twins")
            .add("dn: cn=twin,dc=x,dc=example", "objectClass: posixAccount", "uid: twin", "cn: twins")
            .add("dn: cn=twin3,dc=x,dc=example", "objectClass: posixAccount", "cn: twins")
            .add("dn: ou=stores,dc=example", "objectClass: organizationalUnit", "ou: stores")
            .add(
                    "dn: cn=big,ou=stores,dc=example",
                    "objectClass: store",
                    "cn: big",
                    "host: mail1.x.example",
                    "pathField: deep",
                    "deep: /big/deep");

    @AfterEach
    void close() {
        memory.close();
    }

    private static LdapAccountConfig search(String base, String filter, String attributes) {
        return new LdapAccountConfig("user-filter", base, LdapScope.SUB, filter, attributes);
    }

    private static LdapAccountConfig search(String attributes) {
        return search("dc=example", LdapAccountConfig.DEFAULT_FILTER, attributes);
    }

    private AccountAnswer ask(LdapAccountConfig search, Use use, AccountRequest request) {
        try {
            return new LdapAccountSource(search, use, memory.source)
                    .lookup(request)
                    .get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<AccountRecord> records(LdapAccountConfig search, Use use, String user) {
        AccountAnswer answer = ask(search, use, AccountRequest.of(user));
        assertThat(answer).isInstanceOf(AccountAnswer.Found.class);
        return ((AccountAnswer.Found) answer).records();
    }

    private Map<String, String> user(String attributes) {
        List<AccountRecord> records = records(search(attributes), Use.USERS, "alice");
        assertThat(records).hasSize(1);
        return records.get(0).fields();
    }

    private static String reason(AccountAnswer answer) {
        assertThat(answer).isInstanceOf(AccountAnswer.Unavailable.class);
        return ((AccountAnswer.Unavailable) answer).reason();
    }

    @Test
    void dovecotsDefaultsMakeAUserRecord() {
        assertThat(user(LdapAccountConfig.DEFAULT_USER_ATTRIBUTES))
                .containsExactly(entry("home", "/srv/alice"), entry("uid", "5000"), entry("gid", "100,101"));
        assertThat(asked).containsExactly(List.of("homeDirectory", "uidNumber", "gidNumber"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "homeDirectory=home                         ~ home      ~ /srv/alice",
                "HOMEDIRECTORY=home                         ~ home      ~ /srv/alice",
                "uid                                        ~ uid       ~ alice",
                "mail                                       ~ mail      ~ Alice@x.example",
                "uid=mail=maildir:/srv/%$/Maildir           ~ mail      ~ maildir:/srv/alice/Maildir",
                "uid=mail=maildir:/srv/                     ~ mail      ~ maildir:/srv/alice",
                "=home=/srv/%{ldap:uid}/x                   ~ home      ~ /srv/alice/x",
                "=home=/srv/%{ldap:none}/x                  ~ home      ~ /srv//x",
                "=home=/srv/%{ldap:none:nobody}/x           ~ home      ~ /srv/nobody/x",
                "=home=/srv/%U{ldap:uid}                    ~ home      ~ /srv/ALICE",
                "=home=/srv/%2{ldap:uid}/%{ldap:uid}        ~ home      ~ /srv/al/alice",
                "=home=%{if;%{ldap:uid};eq;alice;yes;no}    ~ home      ~ yes",
                "=home=%{ldap:uid | upper}                  ~ home      ~ ALICE",
                "=dn=%{ldap_dn}                             ~ dn        ~ 'uid=alice,ou=people,dc=example'",
                "=quota_rule=*:storage=%{ldap:quotaBig}M    ~ quota_rule ~ *:storage=900M",
                "=user=%n@x.example                         ~ user      ~ alice@x.example",
                "=quota=%{ldap_ptr:storeField}              ~ quota     ~ 900",
                "=quota=%{ldap_ptr:none:quotaSmall}         ~ quota     ~ 9",
                "quotaBig=quota_%s                          ~ quota_imap ~ 900",
                "=proxy=y                                   ~ proxy     ~ y",
                "=uid=5000                                  ~ uid       ~ 5000",
            })
    void aFieldIsMadeOf(String item, String field, String value) {
        AccountAnswer answer = ask(
                search(item + ", !quotaBig ,!quotaSmall"),
                Use.USERS,
                AccountRequest.of("alice").with("service", "imap"));
        assertThat(((AccountAnswer.Found) answer).first().fields()).containsExactly(entry(field, value));
    }

    @Test
    void aFieldWithoutAValueIsEmptyAndAnAbsentAttributeMakesNone() {
        assertThat(user("=nologin, none=x, none=y=prefix%$, =z="))
                .containsExactly(entry("nologin", ""), entry("z", ""));
    }

    @Test
    void asksForNoAttributeWhenItNeedsNone() {
        assertThat(user("=uid=5000")).containsExactly(entry("uid", "5000"));
        assertThat(asked).containsExactly(List.of("1.1"));
    }

    @Test
    void aNewUserNameCountsForTheFieldsAfterIt() {
        assertThat(user("=a=%u, mail=user, =b=%n in %d, =username=carol, =c=%u, =domain=y.example, =d=%u"))
                .containsOnly(
                        entry("a", "alice"),
                        entry("user", "carol@y.example"),
                        entry("b", "Alice in x.example"),
                        entry("c", "carol@x.example"),
                        entry("d", "carol@y.example"));
    }

    @Test
    void anotherEntryLendsItsAttributes() {
        assertThat(user("@store=%{ldap:store}, host@store=host, =path=%{ldap_ptr:pathField@store}, !deep@store,"
                        + " =cn=%{ldap:cn@store}"))
                .containsExactly(entry("host", "mail1.x.example"), entry("path", "/big/deep"), entry("cn", "big"));
        assertThat(asked.get(0)).containsExactly("store");
        assertThat(asked.get(1)).containsExactlyInAnyOrder("host", "pathField", "deep", "cn");
    }

    @Test
    void anotherEntryThatIsNotThereLendsNothing() {
        assertThat(records(search("@store=%{ldap:store}, host@store=host, homeDirectory=home"), Use.USERS, "bob"))
                .containsExactly(new AccountRecord(Map.of("home", "/srv/bob")));
    }

    @Test
    void eachOfSeveralPasswordsIsARecord() {
        assertThat(records(search("uid=user,userPassword=password"), Use.PASSWORDS, "alice"))
                .extracting(
                        r -> r.field("user").orElse("") + r.field("password").orElse(""))
                .containsExactly("alice{PLAIN}one", "alice{PLAIN}two");
    }

    @Test
    void forABindTheDnIsThereAndThePasswordIsNotAskedFor() {
        List<AccountRecord> records = records(search(LdapAccountConfig.DEFAULT_PASS_ATTRIBUTES), Use.BIND, "alice");
        assertThat(records).hasSize(1);
        assertThat(records.get(0).fields())
                .containsExactly(entry("user", "alice"), entry(AccountRecord.DN, "uid=alice,ou=people,dc=example"));
        assertThat(asked).containsExactly(List.of("uid"));
    }

    @Test
    void nobodyIsNotFound() {
        assertThat(ask(search("uid"), Use.USERS, AccountRequest.of("nobody"))).isEqualTo(AccountAnswer.NOT_FOUND);
        assertThat(ask(search("uid"), Use.USERS, AccountRequest.of("*"))).isEqualTo(AccountAnswer.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReferralThatLeadsNowhereDoesNotHideAnEntry(boolean followed) throws Exception {
        memory.add(
                "dn: ou=elsewhere,dc=example",
                "objectClass: referral",
                "objectClass: extensibleObject",
                "ou: elsewhere",
                "ref: ldap://localhost:" + PrivateSlapd.freePort() + "/ou=elsewhere,dc=example");
        LdapSourceConfig plain = memory.config();
        LdapSourceConfig config = new LdapSourceConfig(
                plain.name(),
                plain.servers(),
                false,
                plain.tls(),
                plain.bind(),
                plain.dereference(),
                followed,
                plain.poolSize(),
                plain.queue(),
                plain.deadline());
        try (LdapSource source = LdapSource.open(config, LookupObserver.NONE)) {
            LdapAccountSource users = new LdapAccountSource(search("uid"), Use.USERS, source);
            assertThat(users.lookup(AccountRequest.of("alice")).get(60, TimeUnit.SECONDS))
                    .isInstanceOf(AccountAnswer.Found.class);
            assertThat(users.lookup(AccountRequest.of("nobody")).get(60, TimeUnit.SECONDS))
                    .isEqualTo(AccountAnswer.NOT_FOUND);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(uid=%u)", "(cn=twins)"})
    void twoOrMoreEntriesAreUnavailable(String filter) {
        assertThat(reason(ask(search("dc=example", filter, "uid"), Use.USERS, AccountRequest.of("twin"))))
                .contains("source directory user-filter: more than one entry matches");
    }

    @Test
    void anErrorOfTheDirectoryIsUnavailable() {
        assertThat(reason(ask(search("dc=example", "(cn=crash)", "uid"), Use.USERS, AccountRequest.of("alice"))))
                .contains("internal error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dc=%d,dc=example", "dc=%{domain | lower},dc=example", "dc=%Dd"})
    void theBaseMayDependOnTheUser(String base) {
        String domain = base.equals("dc=%Dd") ? "x.example" : "x";
        LdapAccountConfig search = search(base, "(uid=%n)", "homeDirectory=home");
        assertThat(records(search, Use.USERS, "bob@" + domain))
                .containsExactly(new AccountRecord(Map.of("home", "/srv/bob")));
        assertThat(ask(search, Use.USERS, AccountRequest.of("bob@unknown.org"))).isEqualTo(AccountAnswer.NOT_FOUND);
    }

    @Test
    void aBaseThatIsNotThereForAnybodyIsUnavailable() {
        assertThat(reason(ask(search("ou=typo,dc=example", "(uid=%n)", "uid"), Use.USERS, AccountRequest.of("bob"))))
                .contains("no such object (32)");
    }

    @Test
    void tellsTheFactsThatItDependsOn() throws TemplateException {
        LdapAccountConfig search =
                search("ou=%{local_name},dc=example", "(&(uid=%n)(service=%s))", "=x=%l %{ldap:uid},a=b%m");
        assertThat(new LdapAccountSource(search, Use.USERS, memory.source).variables())
                .containsExactlyInAnyOrder("local_name", "service", "lip", "mech");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dc=example | (uid=%u       | uid     | in the filter: ",
                "dc=example | (%u=x)        | uid     | in the filter: a variable may only stand in the value",
                "dc=example | (uid=%q)      | uid     | in the filter: %q is no variable",
                "dc=example | (uid=%{ldap:uid}) | uid | in the filter: ",
                "dc         | (uid=%u)      | uid     | in the base: not a DN",
                "%u=x       | (uid=%u)      | uid     | in the base: a variable may only stand in a value",
                "dc=example | (uid=%u)      | uid=    | in the attributes: \"uid=\" names no field",
                "dc=example | (uid=%u)      | uid=a=%q | in the attributes: %q is no variable",
                "dc=example | (uid=%u)      | !a=b    | in the attributes: \"!a=b\": after ! stands an attribute",
            })
    void saysWhichTextIsMalformed(String base, String filter, String attributes, String message) {
        assertThatThrownBy(() -> new LdapAccountSource(search(base, filter, attributes), Use.USERS, memory.source))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(message);
    }

    private Keys list(String base, String filter, String attributes) throws TemplateException {
        return new LdapAccountList(search(base, filter, attributes), memory.source).users();
    }

    @Test
    void listsAllUsersPageByPage() throws TemplateException {
        for (int i = 0; i < 1200; i++) {
            memory.add(
                    "dn: cn=" + i + ",ou=stores,dc=example", "objectClass: listed", "cn: " + i, "mail: " + i + "@a.b");
        }
        assertThat(((Keys.Listed) list("dc=example", "(objectClass=listed)", "mail=user, cn=ignored")).keys())
                .hasSize(1200)
                .contains("0@a.b", "1199@a.b");
    }

    @Test
    void eachValueInTheListIsAUser() throws TemplateException {
        assertThat(((Keys.Listed) list("dc=example", "(mail=*)", "mail=user")).keys())
                .containsExactly("Alice@x.example", "second@x.example");
    }

    @Test
    void cannotListWhereEachUserHasABranch() throws TemplateException {
        assertThat(list("dc=%d,dc=example", "(uid=*)", "uid=user")).isInstanceOf(Keys.Unlistable.class);
    }

    @Test
    void aListThatBreaksIsUnavailable() throws TemplateException {
        assertThat(list("dc=example", "(cn=crash)", "uid=user")).isInstanceOf(Keys.Unavailable.class);
    }
}
