package io.github.guichet.command;

import io.github.guichet.lookup.counter.ClientPrefix;
import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.lookup.counter.LimitSyntaxException;
import io.github.guichet.lookup.counter.Limits;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.policyd.check.RateConfig;
import io.github.guichet.policyd.check.RateOver;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the keys of a rule with {@code check = "rate"}. */
final class RateKeysReader {

    private static final Pattern PER_CENT = Pattern.compile("[1-9][0-9]?%");
    private static final int USUAL_WARN_AT = 80;

    private final Referable maps;
    private final StateStoreReader stores;
    private final AddressConfig addresses;

    RateKeysReader(Referable maps, StateStoreReader stores, AddressConfig addresses) {
        this.maps = maps;
        this.addresses = addresses;
        this.stores = stores;
    }

    PolicyCheck.Rate read(ConfigSection section, String rule) {
        if (!section.has("limits") && !section.has("limits-map")) {
            section.missing("limits", "is missing, and so is limits-map: how much is allowed, such as \"100/1h\"");
        }
        RateConfig.Per per =
                section.choice("per", ChoiceWords.of(RateConfig.Per.values())).orElse(RateConfig.Per.LOGIN);
        if (per != RateConfig.Per.LOGIN && section.bool("lockout").orElse(false)) {
            // Counted for anybody else, whoever comes last would be locked: an innocent one, and not the other senders.
            section.problem("lockout", "only with per = \"login\" is it known who is to be locked");
        }
        RateConfig.Count count = section.choice("count", ChoiceWords.of(RateConfig.Count.values()))
                .orElse(RateConfig.Count.RECIPIENTS);
        RateConfig config = new RateConfig(
                rule,
                per,
                count,
                limits(section, count == RateConfig.Count.BYTES),
                over(section),
                warnAt(section),
                section.bool("lockout").orElse(false),
                section.bool("early").orElse(false),
                prefix(section, per == RateConfig.Per.CLIENT),
                addresses);
        return new PolicyCheck.Rate(config, maps.map(section, "limits-map"), stores.read(section));
    }

    private static RateOver over(ConfigSection section) {
        Optional<ConfigText> text = section.text("over");
        return switch (text.map(ConfigText::text).orElse("defer")) {
            case "defer" -> RateOver.DEFER;
            case "reject" -> RateOver.REJECT;
            case "hold" -> RateOver.HOLD;
            default ->
                text.flatMap(action -> PolicyCheckReader.action(section, action))
                        .<RateOver>map(RateOver.Literal::new)
                        .orElse(RateOver.DEFER);
        };
    }

    /** Each limit may have a string of its own, or several share one. */
    private static Limits limits(ConfigSection section, boolean bytes) {
        List<Limit> all = new ArrayList<>();
        List<ConfigText> texts = section.texts("limits");
        for (ConfigText text : texts) {
            try {
                Limits some = Limits.parse(text.text());
                boolean whole = some.equals(Limits.UNLIMITED) || some.equals(Limits.NOTHING);
                if (!bytes && text.text().contains("B")) {
                    section.problem(text, 0, "has a unit of bytes, but count is not \"bytes\"");
                } else if (whole && texts.size() > 1) {
                    section.problem(text, 0, "\"" + some + "\" stands alone");
                } else if (some.list().stream().anyMatch(limit -> hasWindow(all, limit))) {
                    section.problem(text, 0, "a second limit for the same window");
                } else {
                    all.addAll(some.list());
                }
            } catch (LimitSyntaxException e) {
                section.problem(text, e.offset(), String.valueOf(e.getMessage()));
            }
        }
        if (all.size() > Limits.MOST) {
            section.problem("limits", "must be at most " + Limits.MOST + " limits");
            return Limits.UNLIMITED;
        }
        return new Limits(all);
    }

    private static boolean hasWindow(List<Limit> limits, Limit one) {
        return limits.stream().anyMatch(limit -> limit.window().equals(one.window()));
    }

    private static int warnAt(ConfigSection section) {
        Optional<ConfigText> text = section.text("warn-at");
        if (text.isEmpty()) {
            return USUAL_WARN_AT;
        }
        String written = text.get().text();
        if (written.equals("0%") || PER_CENT.matcher(written).matches()) {
            return Integer.parseInt(written.substring(0, written.length() - 1));
        }
        section.problem(text.get(), 0, "must be \"1%\" to \"99%\" of a limit, or \"0%\" for no warning");
        return USUAL_WARN_AT;
    }

    private static ClientPrefix prefix(ConfigSection section, boolean clients) {
        ClientPrefix prefix = new ClientPrefix(
                section.integer("prefix-v4", 8, 32).orElse(32),
                section.integer("prefix-v6", 16, 128).orElse(64));
        for (String key : List.of("prefix-v4", "prefix-v6")) {
            if (!clients && section.has(key)) {
                section.problem(key, "has no effect unless per = \"client\"");
            }
        }
        return prefix;
    }
}
