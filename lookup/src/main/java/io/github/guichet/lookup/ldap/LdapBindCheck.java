package io.github.guichet.lookup.ldap;

import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.BindCheck;
import io.github.guichet.lookup.template.TemplateException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Checks a password by a bind as the user, under a DN that a template makes or that a search has found. */
public final class LdapBindCheck implements BindCheck {

    private final LdapBindSource source;
    private final Optional<DnTemplate> template;

    private LdapBindCheck(LdapBindSource source, Optional<DnTemplate> template) {
        this.source = source;
        this.template = template;
    }

    /** Binds under the DN that the record brings, in {@link AccountRecord#DN}. */
    public static LdapBindCheck afterSearch(LdapBindSource source) {
        return new LdapBindCheck(source, Optional.empty());
    }

    /**
     * Binds under a DN made of the request.
     *
     * @param dnTemplate such as {@code uid=%u,ou=mail,dc=example,dc=org}; each variable is quoted by RFC 4514
     * @throws TemplateException when it is malformed
     */
    public static LdapBindCheck as(String dnTemplate, LdapBindSource source) throws TemplateException {
        return new LdapBindCheck(source, Optional.of(DnTemplate.parse(dnTemplate)));
    }

    @Override
    public boolean knowsDn() {
        return template.isPresent();
    }

    @Override
    public CompletableFuture<Verdict> check(AccountRequest request, AccountRecord record, String password) {
        if (password.isEmpty()) {
            // RFC 4513, 5.1.2: with an empty password this would be an anonymous bind, which any directory may accept.
            return CompletableFuture.completedFuture(new Verdict.Wrong());
        }
        Optional<String> dn = template.map(t -> t.dn(request)).or(() -> record.field(AccountRecord.DN));
        if (dn.isEmpty() || dn.get().isEmpty()) {
            return CompletableFuture.completedFuture(
                    new Verdict.Unavailable("source " + source.name() + ": the record of the account has no DN"));
        }
        return source.bind(dn.get(), password);
    }
}
