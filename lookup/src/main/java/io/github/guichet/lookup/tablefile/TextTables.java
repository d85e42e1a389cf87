package io.github.guichet.lookup.tablefile;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import io.github.guichet.lookup.ValuesTable;
import io.github.guichet.lookup.file.FileTable;
import io.github.guichet.lookup.template.DomainFilterException;
import io.github.guichet.lookup.template.TableOpener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

/** Opens the types of table that guichet can read by itself: {@code texthash:}, {@code inline:} and {@code static:}. */
public final class TextTables implements TableOpener {

    /** Tables without state of their own. */
    public TextTables() {}

    @Override
    public Table open(String type, String name) throws DomainFilterException {
        return switch (type) {
            case "texthash" -> new FileTable(type + ":" + name, Path.of(name), ForkJoinPool.commonPool());
            case "inline" -> inline(name);
            case "static" -> new Static(name);
            case "hash", "btree", "lmdb", "cdb", "dbm", "sdbm" ->
                throw new DomainFilterException(type + ":" + name
                        + ": the indexed file cannot be read; name the text that it was made of, as texthash:" + name);
            default ->
                throw new DomainFilterException(type + ":" + name
                        + ": tables of this type cannot be used here; allowed are texthash, inline, static"
                        + ", and mysql, pgsql, sqlite, ldap as far as the configuration can open them");
        };
    }

    /** {@code { key = value, { key = value with spaces } }}. */
    private static Table inline(String text) throws DomainFilterException {
        String wrong = "inline:" + text + ": not of the form inline:{ key=value, { key = value with spaces } }";
        String body = text.strip();
        if (!body.startsWith("{") || !body.endsWith("}")) {
            throw new DomainFilterException(wrong);
        }
        Map<String, String> values = new LinkedHashMap<>();
        int i = 1;
        int end = body.length() - 1;
        while (i < end) {
            char c = body.charAt(i);
            if (c == ',' || Character.isWhitespace(c)) {
                i++;
                continue;
            }
            int close = i;
            if (c == '{') {
                close = body.indexOf('}', i);
            } else {
                while (close < end && body.charAt(close) != ',' && !Character.isWhitespace(body.charAt(close))) {
                    close++;
                }
            }
            if (close < 0 || close > end) {
                throw new DomainFilterException(wrong);
            }
            String pair = body.substring(c == '{' ? i + 1 : i, close);
            int equals = pair.indexOf('=');
            if (equals <= 0 || pair.substring(equals + 1).isBlank()) {
                throw new DomainFilterException(wrong);
            }
            values.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
            i = close + (c == '{' ? 1 : 0);
        }
        if (values.isEmpty()) {
            throw new DomainFilterException(wrong);
        }
        return new ValuesTable("inline", values);
    }

    /** Says the same to every key. */
    private record Static(String value) implements Table {

        @Override
        public String name() {
            return "static:" + value;
        }

        @Override
        public CompletableFuture<Answer> lookup(String key, Trail trail) {
            Answer answer = value.isEmpty() ? Answer.NOT_FOUND : new Answer.Found(value);
            trail.step(name(), key, answer, Served.CACHE, Duration.ZERO);
            return CompletableFuture.completedFuture(answer);
        }

        @Override
        public Keys keys() {
            return new Keys.Unlistable("a static table answers every key");
        }
    }
}
