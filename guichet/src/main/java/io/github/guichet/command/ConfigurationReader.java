package io.github.guichet.command;

import io.github.guichet.log.LogReader;
import io.github.guichet.lookup.CacheConfig;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.KeyForm;
import io.github.guichet.server.Problems;
import io.github.guichet.server.TomlFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the configuration file: one small reader a section, everything that is wrong in one run. */
final class ConfigurationReader {

    /**
     * What a reading brought.
     *
     * @param configuration usable only if there are no problems
     * @param knownKeys every key that a reader asked for, with the forms in which its value may be written
     */
    record Reading(Configuration configuration, Map<String, Set<KeyForm>> knownKeys) {}

    private ConfigurationReader() {}

    /**
     * Reads a file.
     *
     * @param environment for references in strings and for credentials
     * @throws BadConfigurationException with everything that is wrong
     */
    static Configuration read(Path file, Map<String, String> environment) throws BadConfigurationException {
        Problems problems = new Problems();
        Optional<TomlFile> toml = TomlFile.read(file, environment, problems);
        if (toml.isEmpty()) {
            throw new BadConfigurationException(problems.sorted());
        }
        Reading reading = read(toml.get());
        if (!problems.isEmpty()) {
            throw new BadConfigurationException(problems.sorted());
        }
        return reading.configuration();
    }

    /** Reads what was parsed; reports to the problems of the file. */
    static Reading read(TomlFile file) {
        ConfigSection root = file.root();
        AddressConfig address = AddressReader.read(root.table("address"));
        Optional<ConfigSection> cacheSection = root.table("cache");
        CacheConfig cache = CacheReader.read(cacheSection, CacheConfig.DEFAULT);
        Map<String, ConfigSection> sourceSections = root.tables("source");
        Map<String, SourceConfig> sources = SourcesReader.read(sourceSections);
        Map<String, ConfigSection> mapSections = root.tables("map");
        Map<String, MapConfig> maps = new MapsReader(
                        sources, sourceSections.keySet(), address, cache, mapSections.keySet())
                .read(mapSections);
        Optional<AccountsConfig> accounts =
                new AccountsReader(sources, sourceSections.keySet(), cache).read(root.table("accounts"));
        ListenReader listen = new ListenReader();
        DaemonsReader daemons = new DaemonsReader(listen);
        Optional<SnapshotConfig> snapshot = CacheReader.snapshot(cacheSection);
        Referable referable = new Referable(mapSections.keySet());
        PolicyRulesReader rules = new PolicyRulesReader(
                new PolicyCheckReader(referable, new StateStoreReader(sources, sourceSections.keySet()), address),
                new ConditionReader(referable, ConditionKeys.POLICY));
        MilterRulesReader milterRules = new MilterRulesReader(
                new MilterCheckReader(referable), new ConditionReader(referable, ConditionKeys.MILTER));
        Configuration configuration = new Configuration(
                address,
                sources,
                maps,
                snapshot,
                accounts,
                new SendAsReader(referable, maps).read(root.table("send-as")),
                daemons.socketmap(root.table("socketmap")),
                new DovecotAuthReader(listen, new DictReader(sources, sourceSections.keySet()))
                        .read(root.table("dovecot-auth"), accounts),
                new PolicyReader(listen, rules).read(root.table("policy")),
                new MilterReader(listen, milterRules).read(root.table("milter")),
                StateConfig.read(root.table("state"), snapshot),
                NotifyReader.read(root.table("notify")),
                LogReader.read(root.table("log")),
                daemons.metrics(root.table("metrics")),
                daemons.admin(root.table("admin")));
        if (root.has("dovecot-auth") && !root.has("accounts")) {
            root.missing("accounts", "is missing: [dovecot-auth] needs to know where passwords and users are");
        }
        SendAsNeeds.check(root, mapSections, configuration);
        file.finish();
        return new Reading(configuration, file.knownKeys());
    }
}
