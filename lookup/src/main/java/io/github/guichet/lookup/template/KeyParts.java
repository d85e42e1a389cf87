package io.github.guichet.lookup.template;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A key or value cut at its last {@code @}, ready for expansion.
 *
 * @param whole the text as it is
 * @param user what stands before the last {@code @}; the whole text where there is none
 * @param domain what stands after the last {@code @}; absent where there is none
 * @param labels the domain's labels, the top-level one last; empty where there is no domain
 */
record KeyParts(String whole, String user, Optional<String> domain, List<String> labels) {

    static KeyParts of(String text, boolean wantLabels) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return new KeyParts(text, text, Optional.empty(), List.of());
        }
        String domain = text.substring(at + 1);
        return new KeyParts(text, text.substring(0, at), Optional.of(domain), wantLabels ? split(domain) : List.of());
    }

    /** As Postfix's argv_split(): leading, trailing and doubled dots make no labels. */
    private static List<String> split(String domain) {
        return Arrays.stream(domain.split("\\.")).filter(s -> !s.isEmpty()).toList();
    }

    boolean lacksDomain() {
        return domain.map(String::isEmpty).orElse(true);
    }

    boolean lacksUser() {
        return domain.isPresent() && user.isEmpty();
    }
}
