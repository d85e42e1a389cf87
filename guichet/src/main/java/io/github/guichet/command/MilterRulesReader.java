package io.github.guichet.command;

import io.github.guichet.milter.check.FieldName;
import io.github.guichet.milter.rule.Mode;
import io.github.guichet.milter.rule.OnUnavailable;
import io.github.guichet.milter.rule.ReplyText;
import io.github.guichet.milter.rule.ReplyTextException;
import io.github.guichet.milter.rule.Rule;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.util.List;
import java.util.Optional;

/** Reads {@code [[milter.rule]]}. */
final class MilterRulesReader {

    private static final List<Mode> OBJECTING = List.of(Mode.OBSERVE, Mode.TAG, Mode.QUARANTINE, Mode.REJECT);
    private static final List<Mode> CHANGING = List.of(Mode.OBSERVE, Mode.CHANGE);

    private final MilterCheckReader checks;
    private final ConditionReader conditions;

    MilterRulesReader(MilterCheckReader checks, ConditionReader conditions) {
        this.checks = checks;
        this.conditions = conditions;
    }

    /** The rules that are right, in order. */
    List<MilterRuleConfig> read(ConfigSection milter) {
        return RuleTables.read(milter, "every message passes", this::rule);
    }

    private Optional<MilterRuleConfig> rule(ConfigSection section, String name) {
        Optional<MilterCheck> check = checks.read(section);
        Mode mode = mode(section, check);
        OnUnavailable unavailable = section.choice("on-unavailable", ChoiceWords.of(OnUnavailable.values()))
                .orElse(
                        mode == Mode.REJECT || mode == Mode.QUARANTINE
                                ? OnUnavailable.TEMPFAIL
                                : OnUnavailable.CONTINUE);
        Optional<ReplyText> text = section.text("text").flatMap(written -> text(section, written));
        String tagField = tagField(section);
        if (check.filter(MilterCheck::objects).isPresent() && mode != Mode.OBSERVE) {
            // An observing rule may have them already, for the day on which it no longer only observes.
            refuseUnless(section, "text", mode, Mode.REJECT);
            refuseUnless(section, "tag-field", mode, Mode.TAG);
        }
        List<ConditionConfig> when = conditions.read(section, "when");
        List<ConditionConfig> unless = conditions.read(section, "unless");
        refuseNobody(section, check, when, unless);
        return check.map(c -> new MilterRuleConfig(name, c, mode, unavailable, text, tagField, when, unless));
    }

    /** Two checks look only at mail of somebody who has logged in. */
    private static void refuseNobody(
            ConfigSection section,
            Optional<MilterCheck> check,
            List<ConditionConfig> when,
            List<ConditionConfig> unless) {
        boolean some = check.filter(MilterCheck::onlyLoggedIn).isPresent();
        if (some && when.stream().anyMatch(condition -> isLogin(condition, false))) {
            section.problem(
                    "when",
                    "with login = false the rule would do nothing: it is about mail of somebody who has logged in");
        }
        if (some && unless.stream().anyMatch(condition -> isLogin(condition, true))) {
            section.problem(
                    "unless",
                    "with login = true the rule would do nothing: it is about mail of somebody who has logged in");
        }
    }

    private static boolean isLogin(ConditionConfig condition, boolean there) {
        return condition.equals(new ConditionConfig("sasl_username", new ConditionConfig.Wanted.Present(there)));
    }

    private static Mode mode(ConfigSection section, Optional<MilterCheck> check) {
        if (check.isEmpty()) {
            return section.choice("mode", ChoiceWords.of(Mode.values())).orElse(Mode.OBSERVE);
        }
        return check.get().objects()
                ? section.choice("mode", ChoiceWords.of(OBJECTING)).orElse(Mode.OBSERVE)
                : section.choice("mode", ChoiceWords.of(CHANGING)).orElse(Mode.CHANGE);
    }

    private static Optional<ReplyText> text(ConfigSection section, ConfigText written) {
        try {
            return Optional.of(ReplyText.parse(written.text()));
        } catch (ReplyTextException e) {
            section.problem(written, e.offset(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static String tagField(ConfigSection section) {
        Optional<ConfigText> written = section.text("tag-field");
        Optional<String> wrong = written.flatMap(text -> FieldName.whyNotAdd(text.text()));
        wrong.ifPresent(why -> section.problem("tag-field", why));
        return written.map(ConfigText::text).orElse(Rule.TAG_FIELD);
    }

    private static void refuseUnless(ConfigSection section, String key, Mode mode, Mode needed) {
        if (mode != needed && section.has(key)) {
            section.problem(key, "has no effect with mode = \"" + mode + "\", only with \"" + needed + "\"");
        }
    }
}
