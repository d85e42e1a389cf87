package io.github.guichet.milter.wire;

import io.github.guichet.lookup.condition.Condition;
import io.github.guichet.lookup.condition.Conditions;
import io.github.guichet.lookup.condition.Match;
import io.github.guichet.lookup.condition.Placeholders;
import io.github.guichet.lookup.condition.TemplateException;
import io.github.guichet.lookup.condition.TextTemplate;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.sendas.SendAs;
import io.github.guichet.lookup.sendas.SendAsConfig;
import io.github.guichet.lookup.sendas.SendAsRules;
import io.github.guichet.lookup.sendas.SendAsSwitches;
import io.github.guichet.milter.check.AuthResultsCheck;
import io.github.guichet.milter.check.AuthResultsCheckConfig;
import io.github.guichet.milter.check.DisplayNameCheck;
import io.github.guichet.milter.check.DisplayNameCheckConfig;
import io.github.guichet.milter.check.HeaderFromCheck;
import io.github.guichet.milter.check.HeaderFromCheckConfig;
import io.github.guichet.milter.check.HeadersCheck;
import io.github.guichet.milter.check.HeadersCheckConfig;
import io.github.guichet.milter.check.HeadersCheckConfig.Literal;
import io.github.guichet.milter.check.PrivacyCheck;
import io.github.guichet.milter.check.PrivacyCheckConfig;
import io.github.guichet.milter.check.RecipientsCheck;
import io.github.guichet.milter.check.RecipientsCheckConfig;
import io.github.guichet.milter.rule.Check;
import io.github.guichet.milter.rule.MessageLimits;
import io.github.guichet.milter.rule.Mode;
import io.github.guichet.milter.rule.OnUnavailable;
import io.github.guichet.milter.rule.Rule;
import io.github.guichet.milter.rule.RuleFilter;
import io.github.guichet.milter.rule.RuleObserver;
import io.github.guichet.milter.session.Filter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The rules that the captured filters had; nobody may send as anything but the own address and its extensions. */
final class CapturedRules {

    private static final AddressConfig ADDRESS = AddressConfig.DEFAULTS;

    private static final SendAs OWN_ADDRESS_ONLY = new SendAsRules(new SendAsConfig(
            ADDRESS,
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            SendAsSwitches.ALL,
            Map.of()));

    private CapturedRules() {}

    /** What the filter of {@code postfix-VERSION-NAME.txt} did. */
    static Filter of(String file) {
        String name = file.substring(file.lastIndexOf('-') + 1, file.lastIndexOf('.'));
        List<Rule> rules = switch (name) {
            case "from" -> from();
            case "local" -> local();
            case "all" -> all();
            default -> throw new IllegalArgumentException(file);
        };
        return new RuleFilter(rules, MessageLimits.DEFAULTS, Duration.ofSeconds(20), RuleObserver.NONE);
    }

    private static List<Rule> from() {
        return List.of(always("own", Mode.REJECT, headerFrom(false)));
    }

    private static List<Rule> local() {
        DisplayNameCheckConfig names =
                new DisplayNameCheckConfig(DisplayNameCheckConfig.USUAL_FIELDS, true, List.of(), ADDRESS);
        return List.of(
                always("pretends", Mode.REJECT, new DisplayNameCheck(Optional.of(OWN_ADDRESS_ONLY), names)),
                always(
                        "handed in",
                        Mode.CHANGE,
                        headers(List.of(), List.of(field("X-Handed-In", "by {sender} from {client}")), List.of())));
    }

    private static List<Rule> all() {
        return List.of(
                rule("tagged", writtenTo("tag.example", true), Mode.TAG, headerFrom(false)),
                always(
                        "results",
                        Mode.CHANGE,
                        new AuthResultsCheck(
                                new AuthResultsCheckConfig(Optional.empty(), List.of(), true, true, true))),
                always(
                        "private",
                        Mode.CHANGE,
                        new PrivacyCheck(
                                new PrivacyCheckConfig(PrivacyCheckConfig.Received.SHORTEN, PrivacyCheckConfig.USUAL))),
                always(
                        "fields",
                        Mode.CHANGE,
                        headers(
                                List.of("X-Old"),
                                List.of(field("X-Set", "by {login}")),
                                List.of(field("X-Added", "to {helo}")))),
                always(
                        "few",
                        Mode.QUARANTINE,
                        new RecipientsCheck(new RecipientsCheckConfig(
                                OptionalInt.of(2), Optional.empty(), List.of(), false, Optional.empty(), ADDRESS))),
                rule("own", writtenTo("tag.example", false), Mode.REJECT, headerFrom(true)));
    }

    private static Rule always(String name, Mode mode, Check check) {
        return new Rule(
                name,
                Conditions.ALWAYS,
                Set.of(),
                check,
                mode,
                OnUnavailable.TEMPFAIL,
                Optional.empty(),
                Rule.TAG_FIELD);
    }

    private static Rule rule(String name, Condition condition, Mode mode, Check check) {
        return new Rule(
                name,
                condition,
                Set.of("recipient"),
                check,
                mode,
                OnUnavailable.TEMPFAIL,
                Optional.empty(),
                Rule.TAG_FIELD);
    }

    private static Condition writtenTo(String domain, boolean is) {
        return facts -> CompletableFuture.completedFuture(
                facts.fact("recipient").endsWith("@" + domain) == is ? Match.YES : Match.NO);
    }

    private static Check headerFrom(boolean rewrite) {
        return new HeaderFromCheck(
                OWN_ADDRESS_ONLY,
                new HeaderFromCheckConfig(HeaderFromCheckConfig.USUAL_FIELDS, List.of(), true, rewrite, ADDRESS));
    }

    private static Check headers(List<String> remove, List<Literal> set, List<Literal> add) {
        return new HeadersCheck(new HeadersCheckConfig("fields", remove, set, add, List.of(), List.of(), ADDRESS));
    }

    private static Literal field(String name, String text) {
        Map<String, String> facts =
                Map.of("login", "sasl_username", "sender", "sender", "client", "client_address", "helo", "helo_name");
        try {
            return new Literal(name, TextTemplate.read(text, new Placeholders(facts, Set.of(), (one, all) -> "")));
        } catch (TemplateException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
