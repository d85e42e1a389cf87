package io.github.guichet.lookup.key;

import io.github.guichet.lookup.key.AddressRule.Forms;
import io.github.guichet.lookup.key.AddressRule.Partial;
import io.github.guichet.lookup.key.AddressRule.Result;
import io.github.guichet.lookup.key.NameRule.Numbers;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The search rules of main.cf parameters and of access restrictions, by name. */
public final class KeyRules {

    private KeyRules() {}

    /**
     * The rule of a parameter.
     *
     * @param parameter a parameter of main.cf, or a restriction such as {@code check_sender_access}
     * @param config what the search needs to know of main.cf
     * @return empty when no table can be searched for that parameter
     */
    public static Optional<KeyRule> forParameter(String parameter, AddressConfig config) {
        return Optional.ofNullable(Parameters.KINDS.get(parameter)).map(kind -> rule(kind, parameter, config));
    }

    /** All parameters that have a rule, sorted. */
    public static Set<String> parameters() {
        return Collections.unmodifiableSet(new TreeSet<>(Parameters.KINDS.keySet()));
    }

    /** The rule of a map that serves no parameter: the key as it is. */
    public static KeyRule asIs() {
        return new WholeKeyRule(AddressConfig.DEFAULTS, false);
    }

    /** The rule of a map of names, such as logins: the whole key, folded. */
    public static KeyRule wholeName(AddressConfig config) {
        return new WholeKeyRule(config, true);
    }

    /** The rule of {@code smtpd_sender_login_maps}. */
    public static KeyRule senderLogins(AddressConfig config) {
        return rule(SearchKind.ADDRESS, "smtpd_sender_login_maps", config);
    }

    /** The rule of a map of domains, such as {@code virtual_alias_domains}: the whole name, in either form. */
    public static KeyRule domains(AddressConfig config) {
        return rule(SearchKind.NAME, "virtual_alias_domains", config);
    }

    /** The rule of {@code virtual_alias_maps}. */
    public static KeyRule virtualAliases(AddressConfig config) {
        return rule(SearchKind.VIRTUAL, "virtual_alias_maps", config);
    }

    private static KeyRule rule(SearchKind kind, String parameter, AddressConfig config) {
        Parents access = config.parents("smtpd_access_maps");
        return switch (kind) {
            case WHOLE -> new WholeKeyRule(config, true);
            case AS_IS -> new WholeKeyRule(config, false);
            case NAME -> new ListRule(new NameRule(config, Parents.NONE, Numbers.NAME));
            case DOMAIN_LIST -> new ListRule(new NameRule(config, config.parents(parameter), Numbers.NAME));
            case CLIENT_LIST -> new NameRule(config, config.parents(parameter), Numbers.WHOLE);
            case DOTTED_CLIENT_LIST -> new NameRule(config, Parents.DOTTED, Numbers.WHOLE);
            case NEWLINE_CLIENT_LIST -> new NameRule(config, config.parents("mynetworks"), Numbers.WHOLE);
            case PEER -> new NameRule(config, config.parents(parameter), Numbers.NETWORKS);
            case CLIENT_ACCESS -> new NameRule(config, access, Numbers.NETWORKS);
            case NAME_ACCESS -> new NameRule(config, access, Numbers.WHOLE);
            case NEXT_HOP -> new NextHopRule(new NameRule(config, Parents.DOTTED, Numbers.NAME));
            case ADDRESS -> address(config, Forms.BOTH, Result.TEXT);
            case CANONICAL -> mapping(config, "canonical");
            case VIRTUAL -> mapping(config, "virtual");
            case GENERIC -> mapping(config, "generic");
            case PASSWORD -> new PasswordRule(address(config, Forms.BOTH, Result.TEXT));
            case TRANSPORT -> domain(config, new Partial.Domain(config.parents("transport_maps"), false));
            case ADDRESS_ACCESS -> domain(config, new Partial.Domain(access, true));
        };
    }

    private static AddressRule address(AddressConfig config, Forms forms, Result result) {
        return new AddressRule(config, forms, new Partial.LocalPartThenAtDomain(), result);
    }

    /** Maps that rewrite addresses: cleanup(8) and smtp(8) ask them the quoted form only. */
    private static AddressRule mapping(AddressConfig config, String word) {
        return address(
                config,
                Forms.AS_ASKED,
                config.propagateUnmatchedExtensions().contains(word)
                        ? Result.ADDRESSES_WITH_EXTENSION
                        : Result.ADDRESSES);
    }

    private static AddressRule domain(AddressConfig config, Partial.Domain partial) {
        return new AddressRule(config, Forms.BOTH, partial, Result.TEXT);
    }
}
