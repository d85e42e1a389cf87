package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Deadline;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import io.github.guichet.lookup.template.Expansion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one key: searches, follows DNs and LDAP URLs depth first, formats and joins the values. For one thread, once.
 *
 * <p>Postfix has no memory of where it has been: an entry reached twice counts twice, and a group that contains itself is an
 * error when the recursion limit is reached. Here too, only the circle is seen at once instead of after a thousand searches.
 */
final class ResultCollector {

    private static final Logger LOG = LoggerFactory.getLogger(ResultCollector.class);
    /** Ten times what Postfix takes from a socketmap. */
    private static final int MAX_CHARS = 1_000_000;

    private record Level(LdapSearch search, Iterator<EntryReader.Item> items) {}

    private final LdapTableConfig table;
    private final LdapSourceConfig source;
    private final EntryReader reader;
    private final Expansion.BoundKey key;
    private final LiveConnection connection;
    private final Deadline deadline;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final StringBuilder joined = new StringBuilder();
    private int values;

    ResultCollector(
            LdapTableConfig table,
            LdapSourceConfig source,
            Expansion.BoundKey key,
            LiveConnection connection,
            Deadline deadline) {
        this.table = table;
        this.source = source;
        this.reader = new EntryReader(table.attributes());
        this.key = key;
        this.connection = connection;
        this.deadline = deadline;
    }

    /**
     * Does it.
     *
     * @param first the table's own search
     * @param baseDependsOnKey then a base that does not exist means that the key does not
     * @throws LDAPException when a search failed
     * @throws SourceException when what was found is no answer
     */
    Answer collect(LdapSearch first, boolean baseDependsOnKey) throws LDAPException, SourceException {
        try {
            descend(first);
        } catch (LDAPException e) {
            if (baseDependsOnKey && ResultCode.NO_SUCH_OBJECT.equals(e.getResultCode())) {
                return Answer.NOT_FOUND;
            }
            throw e;
        }
        while (!levels.isEmpty()) {
            Iterator<EntryReader.Item> items = levels.getLast().items();
            if (!items.hasNext()) {
                levels.removeLast();
                continue;
            }
            EntryReader.Item item = items.next();
            if (item instanceof EntryReader.Item.Text text) {
                append(text.value());
            } else if (item instanceof EntryReader.Item.Reference reference) {
                follow(reference);
            }
        }
        return joined.length() == 0 ? Answer.NOT_FOUND : new Answer.Found(joined.toString());
    }

    private void append(String value) throws SourceException {
        if (key.appendResult(value, joined) && table.expansionLimit() > 0 && ++values > table.expansionLimit()) {
            throw no("more than " + table.expansionLimit() + " values, the expansion limit");
        }
        if (joined.length() > MAX_CHARS) {
            throw no("a result of more than " + MAX_CHARS + " characters");
        }
    }

    private void follow(EntryReader.Item.Reference reference) throws LDAPException, SourceException {
        if (levels.size() >= table.recursionLimit()) {
            throw no("deeper than " + table.recursionLimit() + ", the recursion limit, at " + reference.attribute()
                    + "=" + reference.value());
        }
        Optional<LdapSearch> next = search(reference.value());
        if (next.isEmpty()) {
            return;
        }
        if (levels.stream().anyMatch(level -> level.search().repeats(next.get()))) {
            throw no("a circle: " + reference.attribute() + "=" + reference.value() + " leads back to itself");
        }
        try {
            descend(next.get());
        } catch (LDAPException e) {
            if (!ResultCode.NO_SUCH_OBJECT.equals(e.getResultCode())) {
                throw e;
            }
            LOG.debug("map {}: {}={} does not exist, skipped", table.name(), reference.attribute(), reference.value());
        }
    }

    private Optional<LdapSearch> search(String value) throws SourceException {
        ResultAttributes attributes = table.attributes();
        if (!LdapUrlValue.isUrl(value)) {
            return Optional.of(new LdapSearch(value, SearchScope.BASE, "(objectClass=*)", attributes.all()));
        }
        LdapUrlValue url = LdapUrlValue.parse(value);
        List<String> wanted = attributes.wantedBy(url.attributes());
        return wanted.isEmpty()
                ? Optional.empty()
                : Optional.of(new LdapSearch(url.dn(), url.scope(), url.filter(), wanted));
    }

    private void descend(LdapSearch search) throws LDAPException, SourceException {
        if (deadline.passed()) {
            throw Failures.late(connection.server());
        }
        List<SearchResultEntry> entries = connection
                .ldap()
                .search(search.request(source, table.sizeLimit(), deadline))
                .getSearchEntries();
        if (table.sizeLimit() > 0 && entries.size() > table.sizeLimit()) {
            throw no("more than " + table.sizeLimit() + " entries, the size limit");
        }
        levels.addLast(new Level(search, reader.read(entries).iterator()));
    }

    private SourceException no(String what) {
        return new SourceException(SourceFailure.RESULT, "map " + table.name() + ": " + what);
    }
}
