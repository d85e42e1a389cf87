package io.github.guichet.lookup.ldap;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.template.DomainFilter;
import io.github.guichet.lookup.template.TemplateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Short ways to make and ask tables. */
final class Asking {

    static final LdapBind READER = new LdapBind.Simple("cn=mailAccountReader,ou=Manager,dc=xoyize,dc=xyz", "readerpw");

    private Asking() {}

    static LdapSourceConfig source(String... urls) {
        return new LdapSourceConfig(
                "directory",
                java.util.Arrays.stream(urls).map(LdapServer::parse).toList(),
                false,
                LdapTls.DEFAULT,
                READER,
                LdapSourceConfig.Dereference.NEVER,
                false,
                2,
                16,
                Duration.ofSeconds(10));
    }

    static LdapSourceConfig startTls(LdapSourceConfig plain, LdapTls tls) {
        return new LdapSourceConfig(
                plain.name(),
                plain.servers(),
                true,
                tls,
                plain.bind(),
                plain.dereference(),
                plain.chaseReferrals(),
                plain.poolSize(),
                plain.queue(),
                plain.deadline());
    }

    static LdapSourceConfig as(LdapSourceConfig other, LdapBind bind) {
        return new LdapSourceConfig(
                other.name(),
                other.servers(),
                other.startTls(),
                other.tls(),
                bind,
                other.dereference(),
                other.chaseReferrals(),
                other.poolSize(),
                other.queue(),
                other.deadline());
    }

    static LdapSourceConfig within(LdapSourceConfig other, Duration deadline) {
        return new LdapSourceConfig(
                other.name(),
                other.servers(),
                other.startTls(),
                other.tls(),
                other.bind(),
                other.dereference(),
                other.chaseReferrals(),
                other.poolSize(),
                other.queue(),
                deadline);
    }

    static LdapTableConfig table(String filter, String... attributes) {
        return table(filter, ResultAttributes.regular(List.of(attributes)));
    }

    static LdapTableConfig table(String filter, ResultAttributes attributes) {
        return new LdapTableConfig(
                "map",
                "ou=mail,dc=xoyize,dc=xyz",
                LdapScope.SUB,
                filter,
                attributes,
                "%s",
                DomainFilter.ALL,
                0,
                0,
                1000,
                Optional.empty(),
                List.of());
    }

    static Answer ask(LdapSource source, LdapTableConfig config, String key) {
        try {
            return ask(new LdapTable(config, source), key);
        } catch (TemplateException e) {
            throw new AssertionError(e);
        }
    }

    static Answer ask(Table table, String key) {
        try {
            return table.lookup(key, new Trail()).get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
