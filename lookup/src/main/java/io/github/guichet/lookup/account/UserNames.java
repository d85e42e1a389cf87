package io.github.guichet.lookup.account;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.variable.VariableTemplate;
import java.util.Optional;

/**
 * What is done to a user name before anybody is asked, as Dovecot's {@code auth_username_chars},
 * {@code auth_username_translation}, {@code auth_username_format} and {@code auth_default_realm} do it.
 *
 * @param characters which characters may stand in a name; empty = all but control characters
 * @param lowerCase whether names are folded to lower case
 * @param defaultRealm appended with an {@code @} to a name without one; empty = nothing
 * @param translateFrom characters that are replaced, each by that at the same place of {@code translateTo}
 * @param format what a name is made into in the end, such as {@code %Ln}; absent = as {@code lowerCase} says
 */
public record UserNames(
        String characters,
        boolean lowerCase,
        String defaultRealm,
        String translateFrom,
        String translateTo,
        Optional<VariableTemplate> format) {

    /** The longest name, in characters; longer ones do not exist. */
    public static final int LONGEST = 1024;

    /** Stands for bytes that are no UTF-8 once they are text. A name with it would be the same for many, and is none. */
    private static final char REPLACEMENT = '\ufffd';

    /** Dovecot's default of {@code auth_username_chars}. */
    public static final String DOVECOT_CHARACTERS =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01234567890.-_@";

    /** Dovecot's defaults. */
    public static final UserNames DEFAULT = new UserNames(DOVECOT_CHARACTERS, true, "", "", "");

    /** Names that get no other form than, perhaps, lower case. */
    public UserNames(
            String characters, boolean lowerCase, String defaultRealm, String translateFrom, String translateTo) {
        this(characters, lowerCase, defaultRealm, translateFrom, translateTo, Optional.empty());
    }

    /** The same, with a form for names; {@code lowerCase} then means nothing. */
    public UserNames withFormat(VariableTemplate template) {
        return new UserNames(characters, lowerCase, defaultRealm, translateFrom, translateTo, Optional.of(template));
    }

    /** Refuses a translation of unequal lengths. */
    public UserNames {
        if (translateFrom.length() != translateTo.length()) {
            throw new IllegalArgumentException("a translation needs as many characters to as from");
        }
    }

    /**
     * The name as sources are asked.
     *
     * @return empty for a name that cannot exist
     */
    public Optional<String> normalise(String given) {
        if (given.isEmpty() || given.length() > LONGEST) {
            return Optional.empty();
        }
        String name = defaultRealm.isEmpty() || given.indexOf('@') >= 0 ? given : given + '@' + defaultRealm;
        StringBuilder result = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            int translated = translateFrom.indexOf(c);
            char now = translated >= 0 ? translateTo.charAt(translated) : c;
            if (Character.isISOControl(now)
                    || c == REPLACEMENT
                    || (!characters.isEmpty() && characters.indexOf(now) < 0)) {
                return Optional.empty();
            }
            result.append(now);
        }
        if (format.isPresent()) {
            return Optional.of(format.get().expand(AccountRequest.of(result.toString())))
                    .filter(formed -> !formed.isEmpty());
        }
        return Optional.of(lowerCase ? CaseFold.fold(result.toString()) : result.toString());
    }
}
