package io.github.guichet.doctor;

import io.github.guichet.lookup.Source;
import io.github.guichet.lookup.ldap.LdapSourceConfig;
import io.github.guichet.lookup.sql.SqlSource;
import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.server.ListenAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the configuration says, as far as it is examined. Sources are open, but connected to nobody yet.
 *
 * @param config the configuration file
 * @param delimiters the characters of recipient-delimiter
 * @param maps all maps
 * @param sources all sources, those of table files too
 * @param databases those of them that are databases
 * @param sqlSources how databases are connected to
 * @param directories how directories are connected to
 * @param sqlQuestions all queries on databases that are not guichet's own
 * @param ldapQuestions all searches
 * @param listening all addresses
 * @param rules the rules of the policy service
 * @param policyDeadline how long they may take
 * @param policyIdle how long a connection of a policy client may rest
 * @param milterDeadline how long the rules of the milter may take
 * @param accessMaps maps that say who may write to an alias
 * @param secretFiles files that may hold passwords
 * @param argon2 whether passwords that name no scheme are ARGON2
 * @param poolConnections connections that all sources together may have
 * @param account asks the accounts about a user whom nobody has: why nobody could say
 */
public record Setup(
        Path config,
        String delimiters,
        List<MapFacts> maps,
        List<Source> sources,
        List<SqlSource> databases,
        List<SqlSourceConfig> sqlSources,
        List<LdapSourceConfig> directories,
        List<SqlQuestion> sqlQuestions,
        List<LdapQuestion> ldapQuestions,
        List<Listening> listening,
        List<RuleFacts> rules,
        Duration policyDeadline,
        Duration policyIdle,
        Duration milterDeadline,
        List<MapFacts> accessMaps,
        List<Path> secretFiles,
        boolean argon2,
        int poolConnections,
        Supplier<Optional<String>> account) {

    /** The addresses where something is spoken. */
    List<Listening> of(Listening.Role role) {
        return listening.stream().filter(l -> l.role() == role).toList();
    }

    /** Whether an address is one of ours. */
    boolean isOurs(Listening.Role role, PeerAddress address, Path queue) {
        return of(role).stream().anyMatch(l -> address.reaches(l.address(), queue));
    }

    /** Whether some sockets are inherited, so that nobody but who made them knows where they are. */
    boolean inherits(Listening.Role role) {
        return of(role).stream()
                .anyMatch(
                        l -> !(l.address() instanceof ListenAddress.Unix || l.address() instanceof ListenAddress.Inet));
    }

    /** Where something is spoken, for people. */
    String places(Listening.Role role) {
        return String.join(
                ", ", of(role).stream().map(l -> l.address().toString()).toList());
    }

    /** The maps for a parameter. */
    List<MapFacts> mapsFor(String parameter) {
        return maps.stream().filter(m -> m.isFor(parameter)).toList();
    }
}
