package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.github.guichet.lookup.Deadline;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountSource;
import io.github.guichet.lookup.template.TemplateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Accounts in a directory, searched as Dovecot's {@code passdb ldap} and {@code userdb ldap} search them: exactly one entry, whose
 * attributes become fields.
 */
public final class LdapAccountSource implements AccountSource {

    /** What the records are for. */
    public enum Use {
        /** Stored passwords. An entry with several gives several records. */
        PASSWORDS,
        /** A bind: {@link AccountRecord#DN} is there, a password is not even asked for. */
        BIND,
        /** User records. */
        USERS
    }

    private final Use use;
    private final AccountSearch search;
    private final LdapSource source;

    /**
     * Reads the texts; asks nothing.
     *
     * @throws TemplateException when base, filter or attributes are malformed; its message says which
     */
    public LdapAccountSource(LdapAccountConfig config, Use use, LdapSource source) throws TemplateException {
        this.use = use;
        this.search = AccountSearch.of(config, use == Use.BIND);
        this.source = source;
    }

    @Override
    public Set<String> variables() {
        return search.variables();
    }

    @Override
    public CompletableFuture<AccountAnswer> lookup(AccountRequest request) {
        Function<String, AccountAnswer> unavailable = AccountAnswer.Unavailable::new;
        return source.ask((connection, deadline) -> ask(request, connection, deadline), unavailable);
    }

    private AccountAnswer ask(AccountRequest request, LiveConnection connection, Deadline deadline)
            throws LDAPException, SourceException {
        Optional<SearchResultEntry> found = theOne(request, connection, deadline);
        if (found.isEmpty()) {
            return AccountAnswer.NOT_FOUND;
        }
        EntryValues values = new EntryValues(found.get());
        Map<String, String> others = new FieldMaker(values, request).otherEntries(search.rules());
        for (Map.Entry<String, String> other : others.entrySet()) {
            Optional<Entry> entry = other(other.getKey(), other.getValue(), connection, deadline);
            if (entry.isPresent()) {
                values.addOther(entry.get(), other.getKey());
            }
        }
        List<AccountRecord> records = new FieldMaker(values, request).records(search.rules(), use == Use.USERS);
        return new AccountAnswer.Found(
                use == Use.BIND
                        ? records.stream()
                                .map(r -> r.with(AccountRecord.DN, values.dn()))
                                .toList()
                        : records,
                Served.SOURCE);
    }

    private Optional<SearchResultEntry> theOne(AccountRequest request, LiveConnection connection, Deadline deadline)
            throws LDAPException, SourceException {
        List<SearchResultEntry> entries;
        try {
            // Two tell as well as a thousand that it is not one.
            entries = connection
                    .ldap()
                    .search(search.search(request).request(source.config(), 2, deadline))
                    .getSearchEntries();
        } catch (LDAPSearchException e) {
            if (ResultCode.SIZE_LIMIT_EXCEEDED.equals(e.getResultCode())) {
                throw several();
            }
            if (search.baseDependsOnRequest() && ResultCode.NO_SUCH_OBJECT.equals(e.getResultCode())) {
                return Optional.empty(); // a domain without a branch of its own
            }
            throw e;
        }
        if (entries.size() > 1) {
            throw several();
        }
        return entries.stream().findFirst();
    }

    private SourceException several() {
        return new SourceException(
                SourceFailure.RESULT, search.name() + ": more than one entry matches, and nobody can say which it is");
    }

    private Optional<Entry> other(String name, String dn, LiveConnection connection, Deadline deadline)
            throws LDAPException, SourceException {
        if (deadline.passed()) {
            throw Failures.late(connection.server());
        }
        LdapSearch one = new LdapSearch(dn, SearchScope.BASE, "(objectClass=*)", search.attributesOf(name));
        try {
            return connection.ldap().search(one.request(source.config(), 2, deadline)).getSearchEntries().stream()
                    .map(Entry.class::cast)
                    .findFirst();
        } catch (LDAPSearchException e) {
            if (ResultCode.NO_SUCH_OBJECT.equals(e.getResultCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
