package io.github.guichet.lookup.template;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the templates of one table want, and how keys and values are put into them. Immutable.
 *
 * <p>A table's query and its result format share one set of wants, as in Postfix's db_common(3): a result format with {@code
 * %D} suppresses the query for a key without a domain.
 */
public final class Expansion {

    private final Template resultFormat;
    private boolean wantsKeyUser;
    private boolean wantsKeyDomain;
    private boolean wantsValueUser;
    private boolean wantsValueDomain;
    private int wantedLabels;

    /**
     * Reads the wants of a table.
     *
     * @param queries every template that is expanded from the key: the query, or the filter and the search base
     * @param resultFormat the template that is expanded from each value
     */
    public Expansion(List<Template> queries, Template resultFormat) {
        this.resultFormat = resultFormat;
        for (Template query : queries) {
            want(query, true);
        }
        want(resultFormat, false);
    }

    private void want(Template template, boolean query) {
        for (Piece piece : template.pieces()) {
            if (!(piece instanceof Piece.Expand expand)) {
                continue;
            }
            char letter = expand.letter();
            switch (letter) {
                case 'u' -> {
                    wantsKeyUser |= query;
                    wantsValueUser |= !query;
                }
                case 'd' -> {
                    wantsKeyDomain |= query;
                    wantsValueDomain |= !query;
                }
                case 'U' -> wantsKeyUser = true;
                case 'D' -> wantsKeyDomain = true;
                case 's', 'S' -> {
                    // The whole key or value is always there.
                }
                default -> {
                    wantsKeyDomain = true;
                    wantedLabels = Math.max(wantedLabels, letter - '0');
                }
            }
        }
    }

    /**
     * Cuts a key.
     *
     * @param key the key as asked
     * @return the key ready for the templates, or empty when it lacks a part that they want, so that the query is not asked
     */
    public Optional<BoundKey> bind(String key) {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        KeyParts parts = KeyParts.of(key, wantedLabels > 0);
        boolean suppressed = (wantsKeyDomain && parts.lacksDomain())
                || (wantsKeyUser && parts.lacksUser())
                || parts.labels().size() < wantedLabels;
        return suppressed ? Optional.empty() : Optional.of(new BoundKey(parts));
    }

    /** A key that has every part the templates want. */
    public final class BoundKey {

        private final KeyParts key;

        private BoundKey(KeyParts key) {
            this.key = key;
        }

        /** The key as asked. */
        public String key() {
            return key.whole();
        }

        /**
         * Puts the key into a query template or a part of one.
         *
         * @param pieces the template's pieces; must be among the queries this expansion was made of
         * @param quote applied to each expanded part, not to the template's own text
         */
        public String query(List<Piece> pieces, UnaryOperator<String> quote) {
            return expand(pieces, key, quote);
        }

        /**
         * Puts a value into the result format and appends it to those before, with a comma between.
         *
         * @param value one value of one row; empty values and values that lack a wanted part are passed over
         * @param joined what came before; is appended to
         * @return whether anything was appended
         */
        public boolean appendResult(String value, StringBuilder joined) {
            if (value.isEmpty()) {
                return false;
            }
            KeyParts parts = KeyParts.of(value, false);
            if ((wantsValueDomain && parts.lacksDomain()) || (wantsValueUser && parts.lacksUser())) {
                return false;
            }
            if (joined.length() > 0) {
                joined.append(',');
            }
            joined.append(expand(resultFormat.pieces(), parts, UnaryOperator.identity()));
            return true;
        }

        private String expand(List<Piece> pieces, KeyParts value, UnaryOperator<String> quote) {
            StringBuilder out = new StringBuilder();
            for (Piece piece : pieces) {
                if (piece instanceof Piece.Literal literal) {
                    out.append(literal.text());
                } else if (piece instanceof Piece.Expand expand) {
                    out.append(quote.apply(part(expand.letter(), value)));
                }
            }
            return out.toString();
        }

        private String part(char letter, KeyParts value) {
            return switch (letter) {
                case 's' -> value.whole();
                case 'u' -> value.user();
                case 'd' -> value.domain().orElse("");
                case 'S' -> key.whole();
                case 'U' -> key.user();
                case 'D' -> key.domain().orElse("");
                default -> key.labels().get(key.labels().size() - (letter - '0'));
            };
        }
    }
}
