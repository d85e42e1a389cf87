package io.github.guichet.command;

import io.github.guichet.lookup.account.UserNames;
import io.github.guichet.lookup.template.TemplateException;
import io.github.guichet.lookup.variable.VariableTemplate;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import java.util.Optional;

/** Reads the keys of {@code [accounts]} about user names, which are Dovecot's {@code auth_username_*} by other names. */
final class UserNamesReader {

    private UserNamesReader() {}

    static UserNames read(ConfigSection section) {
        Optional<ConfigText> realm = section.text("default-realm");
        realm.filter(r -> r.text().indexOf('@') >= 0)
                .ifPresent(r -> section.problem(r, r.text().indexOf('@'), "is what stands behind the @, without it"));
        StringBuilder from = new StringBuilder();
        StringBuilder to = new StringBuilder();
        section.text("username-translation").ifPresent(text -> translation(section, text, from, to));
        UserNames names = new UserNames(
                section.string("username-chars").orElse(UserNames.DOVECOT_CHARACTERS),
                section.bool("username-lower-case").orElse(true),
                realm.map(ConfigText::text).orElse(""),
                from.toString(),
                to.toString());
        return section.text("username-format")
                .flatMap(text -> format(section, text))
                .map(names::withFormat)
                .orElse(names);
    }

    private static Optional<VariableTemplate> format(ConfigSection section, ConfigText text) {
        if (section.has("username-lower-case")) {
            section.problem(
                    "username-lower-case", "means nothing beside username-format, which says %L where it is wanted");
        }
        try {
            VariableTemplate template = VariableTemplate.parse(text.text());
            if (template.isDynamic() && template.facts().isEmpty()) {
                return Optional.of(template);
            }
            section.problem(text, 0, "must be made of the user name only: %u, %n, %d and their forms, such as %Ln");
        } catch (TemplateException e) {
            section.problem(text, e.offset(), String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    /** Dovecot's notation: each odd character becomes the even one behind it. */
    private static void translation(ConfigSection section, ConfigText text, StringBuilder from, StringBuilder to) {
        String pairs = text.text();
        if (pairs.length() % 2 != 0) {
            section.problem(
                    text,
                    pairs.length() - 1,
                    "must be pairs of characters, each the character to replace and the one to put in its place, as in"
                            + " \"#@/@\"; this one has no partner");
            return;
        }
        for (int i = 0; i < pairs.length(); i += 2) {
            from.append(pairs.charAt(i));
            to.append(pairs.charAt(i + 1));
        }
    }
}
