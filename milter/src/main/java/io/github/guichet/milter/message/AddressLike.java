package io.github.guichet.milter.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything in a field that some reader might take for the sender's address. Readers differ in whether they decode before they parse,
 * know comments, honour quotes, throw away white space and control characters: the field is looked at in all these ways. So much may
 * be found that no reader shows, and that is right for what this is for: it has to be the owner's, all of it.
 */
final class AddressLike {

    /** Each one may be a question to a source. */
    static final int MAX_FOUND = 100;

    /** Stands for what is too much to be named; is nobody's address. */
    static final String TOO_MANY = AddressField.TOO_MUCH + MAX_FOUND + " addresses";

    /** Looking at a field in all ways takes much longer than reading it. */
    static final int MAX_FIELD = 8 * 1024;

    /** As {@link #TOO_MANY}. */
    static final String TOO_LONG = AddressField.TOO_MUCH + MAX_FIELD + " characters";

    private static final int MAX_LENGTH = 512;

    /** As {@link #TOO_MANY}; only a part of an address may be somebody's. */
    static final String TOO_LONG_ADDRESS = AddressField.TOO_MUCH + MAX_LENGTH + " characters in an address";

    private final Set<String> found = new LinkedHashSet<>();

    private AddressLike() {}

    /**
     * Looks at a field.
     *
     * @param addresses what was found in it by reading it
     */
    static List<String> in(String field, Collection<String> addresses) {
        if (field.length() > MAX_FIELD) {
            return List.of(TOO_LONG);
        }
        AddressLike like = new AddressLike();
        addresses.forEach(like::addAsItIs);
        Set<String> forms = like.decodedForms(field);
        if (forms.stream().anyMatch(form -> form.length() > MAX_FIELD)) {
            // One character may look like eighteen.
            return List.of(TOO_LONG);
        }
        forms.forEach(like::addForms);
        List<String> all = new ArrayList<>(like.found);
        return all.size() <= MAX_FOUND ? all : withTooMany(all);
    }

    private static List<String> withTooMany(List<String> all) {
        List<String> some = new ArrayList<>(all.subList(0, MAX_FOUND));
        some.add(TOO_MANY);
        return some;
    }

    /** A decoded word may hold encoded words again. */
    private Set<String> decodedForms(String field) {
        String decoded = EncodedWords.decode(field).text();
        Set<String> forms = new LinkedHashSet<>();
        for (String form : List.of(
                field,
                decoded,
                EncodedWords.decodeAsUtf8(field),
                EncodedWords.decode(decoded).text())) {
            forms.add(form);
            forms.add(VisibleText.of(form));
        }
        return forms;
    }

    private void addForms(String text) {
        Set<String> forms = new LinkedHashSet<>();
        for (String form : List.of(text, FieldForms.withoutBackslashes(text))) {
            forms.add(form);
            forms.add(FieldForms.withoutComments(form, true));
            forms.add(FieldForms.withoutComments(form, false));
        }
        Set<String> unquoted = new LinkedHashSet<>();
        for (String form : forms) {
            unquoted.add(form);
            unquoted.add(FieldForms.withoutQuotes(form));
        }
        unquoted.forEach(this::angles);
        Set<String> spaced = new LinkedHashSet<>();
        for (String form : unquoted) {
            spaced.add(form);
            spaced.add(FieldForms.tight(form));
            spaced.add(FieldForms.withoutGaps(form));
        }
        spaced.forEach(this::tokens);
    }

    /** What stands in angle brackets: from each opening one to the next bracket of either kind. */
    private void angles(String text) {
        if (text.indexOf('(') >= 0 && !FieldForms.withoutComments(text, false).equals(text)) {
            return; // the form without comments is another one; here is only what does not end
        }
        int begin = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '>' : text.charAt(i);
            if (c == '<' || c == '>') {
                if (begin >= 0) {
                    add(text.substring(begin, i).strip());
                }
                begin = c == '<' ? i + 1 : -1;
            }
        }
    }

    /** What stands around each at sign. */
    private void tokens(String text) {
        int at = text.indexOf('@');
        while (at >= 0) {
            int from = FieldForms.tokenStart(text, at);
            int to = FieldForms.tokenEnd(text, at + 1);
            token(text, from, to);
            boolean more = to < text.length() && text.charAt(to) == '@';
            if (more) {
                int end = to;
                while (end < text.length() && text.charAt(end) == '@') {
                    token(text, FieldForms.tokenStart(text, end), FieldForms.tokenEnd(text, end + 1));
                    end = FieldForms.tokenEnd(text, end + 1);
                }
                token(text, from, end);
                to = end;
            }
            at = text.indexOf('@', to);
        }
    }

    private void token(String text, int from, int to) {
        if (to - from > 1) {
            add(text.substring(from, to));
        }
    }

    private void add(String token) {
        addAsItIs(FieldForms.trimmed(token));
    }

    private void addAsItIs(String token) {
        if (!token.isEmpty() && found.size() <= MAX_FOUND) {
            found.add(token.length() <= MAX_LENGTH ? token : TOO_LONG_ADDRESS);
        }
    }
}
