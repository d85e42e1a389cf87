package io.github.guichet.command;

import io.github.guichet.lookup.CacheMemory;
import io.github.guichet.lookup.CachedTable;
import io.github.guichet.lookup.FirstOfTable;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.UnionTable;
import io.github.guichet.lookup.ValuesTable;
import io.github.guichet.lookup.account.Accounts;
import io.github.guichet.lookup.file.FileTable;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.key.KeyRule;
import io.github.guichet.lookup.key.KeyRules;
import io.github.guichet.lookup.key.SearchedTable;
import io.github.guichet.lookup.ldap.LdapTable;
import io.github.guichet.lookup.ldap.LdapTableConfig;
import io.github.guichet.lookup.sendas.SendAs;
import io.github.guichet.lookup.sql.SqlTable;
import io.github.guichet.lookup.sql.SqlTableConfig;
import io.github.guichet.lookup.tablefile.TableFile;
import io.github.guichet.lookup.template.DomainFilter;
import io.github.guichet.lookup.template.DomainFilterException;
import io.github.guichet.lookup.template.TemplateException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Turns the maps of a configuration into tables, those they refer to first. For one thread. */
final class MapOpener {

    private final Map<String, MapConfig> configured;
    private final AddressConfig address;
    private final OpenSources sources;
    private final LookupObserver observer;
    private final Optional<CacheMemory> memory;
    private final Executor background;
    private final Map<String, OpenMap> open = new LinkedHashMap<>();
    private final Optional<SendAsSection> sendAsSection;
    private final SendAsOpener sendAsOpener;
    private Optional<SendAs> sendAs = Optional.empty();
    private final CacheHeritage heritage;

    /**
     * An opener.
     *
     * @param memory what all caches share; absent = nothing is cached or counted, as for a single look-up
     * @param background looks after files
     * @param accounts know which logins exist
     * @param heritage caches to go on with
     */
    MapOpener(
            Configuration configuration,
            OpenSources sources,
            LookupObserver observer,
            Optional<CacheMemory> memory,
            Executor background,
            Optional<Accounts> accounts,
            CacheHeritage heritage) {
        this.heritage = heritage;
        this.configured = configuration.maps();
        this.address = configuration.address();
        this.sources = sources;
        this.observer = observer;
        this.memory = memory;
        this.background = background;
        this.sendAsSection = configuration.sendAs();
        this.sendAsOpener = new SendAsOpener(address, accounts);
    }

    /** A map and all that it needs. */
    OpenMap open(String name) {
        OpenMap before = open.get(name);
        if (before != null) {
            return before;
        }
        MapConfig config = configured.get(name);
        if (config == null) {
            throw new IllegalStateException("the configuration was not checked: no map " + name);
        }
        OpenMap map = open(config);
        open.put(name, map);
        return map;
    }

    /** Who may send as whom, with the maps that it takes; if there is such a section. The same object each time. */
    Optional<SendAs> sendAs() {
        if (sendAs.isEmpty()) {
            sendAs = sendAsSection.map(section -> sendAsOpener.open(section, this::open));
        }
        return sendAs;
    }

    /** All that were opened. */
    Map<String, OpenMap> all() {
        return Map.copyOf(open);
    }

    private OpenMap open(MapConfig config) {
        List<OpenMap> members = members(config.kind()).stream().map(this::open).toList();
        Table source = table(config, members);
        Optional<CachedTable> cache = memory.filter(m -> Caching.of(config.kind()))
                .map(m -> heritage.cache(config.name())
                        .map(old -> old.successor(source, config.cache()))
                        .orElseGet(() -> new CachedTable(source, config.cache(), m)));
        Table exact = cache.isPresent() ? cache.get() : source;
        KeyRule rule = config.parameter()
                .filter(parameter -> !(config.kind() instanceof MapKind.SendAs)) // these rules search by themselves
                .flatMap(parameter -> KeyRules.forParameter(parameter, address))
                .orElseGet(KeyRules::asIs);
        Table searched = new SearchedTable(exact, rule, observer);
        Table whole = memory.isPresent() ? new MeteredTable(searched, observer) : searched;
        return new OpenMap(config, exact, rule, whole, cache, members);
    }

    private static List<String> members(MapKind kind) {
        if (kind instanceof MapKind.FirstOf firstOf) {
            return firstOf.maps();
        }
        return kind instanceof MapKind.Union union ? union.maps() : List.of();
    }

    private Table table(MapConfig config, List<OpenMap> members) {
        String name = config.name();
        MapKind kind = config.kind();
        try {
            if (kind instanceof MapKind.Sql sql) {
                return new SqlTable(withDomain(sql), sources.sql(sql.source()));
            } else if (kind instanceof MapKind.Ldap ldap) {
                return new LdapTable(withDomain(ldap), sources.ldap(ldap.source()));
            } else if (kind instanceof MapKind.FromTableFile file) {
                return tableFile(name, file.file());
            } else if (kind instanceof MapKind.TextFile file) {
                return new FileTable(name, file.path(), background);
            } else if (kind instanceof MapKind.Values values) {
                return new ValuesTable(name, values.values());
            } else if (kind instanceof MapKind.SendAs rules) {
                return new SendAsTable(name, sendAs().orElseThrow(), rules.unowned());
            }
        } catch (TemplateException | DomainFilterException e) {
            throw new IllegalStateException("the configuration was not checked: map " + name, e);
        }
        List<Table> tables = members.stream().map(OpenMap::exact).toList();
        return kind instanceof MapKind.Union ? new UnionTable(name, tables) : new FirstOfTable(name, tables);
    }

    private Table tableFile(String name, TableFile file) throws TemplateException {
        if (file instanceof TableFile.LdapTableFile ldap) {
            return new LdapTable(ldap.table(), sources.ldap(ldap.source(), "map." + name));
        }
        TableFile.SqlTableFile sql = (TableFile.SqlTableFile) file;
        return new SqlTable(sql.table(), sources.sql(sql.source(), "map." + name));
    }

    private DomainFilter domain(List<String> patterns) throws DomainFilterException {
        return DomainFilter.parse(patterns, (type, name) -> open(name).table());
    }

    private SqlTableConfig withDomain(MapKind.Sql sql) throws DomainFilterException {
        SqlTableConfig table = sql.table();
        return new SqlTableConfig(
                table.name(),
                table.query(),
                table.resultFormat(),
                domain(sql.domain()),
                table.expansionLimit(),
                table.requireResultSet(),
                table.columns(),
                table.keysQuery());
    }

    private LdapTableConfig withDomain(MapKind.Ldap ldap) throws DomainFilterException {
        LdapTableConfig table = ldap.table();
        return new LdapTableConfig(
                table.name(),
                table.base(),
                table.scope(),
                table.filter(),
                table.attributes(),
                table.resultFormat(),
                domain(ldap.domain()),
                table.expansionLimit(),
                table.sizeLimit(),
                table.recursionLimit(),
                table.keysFilter(),
                table.keysAttributes());
    }
}
