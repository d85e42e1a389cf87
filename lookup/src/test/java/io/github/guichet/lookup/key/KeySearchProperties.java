package io.github.guichet.lookup.key;

import static io.github.guichet.lookup.key.SearchedKeys.keys;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The searches against a model that is written with regular expressions and lists, for keys in plain ASCII. */
class KeySearchProperties {

    private static final Pattern ADDRESS = Pattern.compile("(?<local>.*?)@(?<domain>[^@]*)");
    private static final Pattern EXTENSION = Pattern.compile("(?<bare>[^+]+)(?<extension>\\+.*)");
    private static final AddressConfig CONFIG = AddressConfig.DEFAULTS.withLocalDomains(Set.of("local.example"));

    @Property
    void asksAddressesInTheOrderOfTheModel(@ForAll("addresses") String address) {
        assertThat(keys("virtual_mailbox_maps", CONFIG, address)).isEqualTo(modelOfAddress(address));
    }

    @Property
    void asksTransportInTheOrderOfTheModel(@ForAll("addresses") String address) {
        List<String> expected = new ArrayList<>(full(address.toLowerCase(Locale.ROOT)));
        expected.addAll(dottedParents(domain(address)));
        assertThat(keys("transport_maps", CONFIG, address)).isEqualTo(expected);
    }

    @Property
    void asksAddressAccessInTheOrderOfTheModel(@ForAll("addresses") String address) {
        String folded = address.toLowerCase(Locale.ROOT);
        List<String> expected = new ArrayList<>(full(folded));
        expected.addAll(dottedParents(domain(folded)).stream()
                .map(name -> name.replaceFirst("^\\.", ""))
                .toList());
        expected.addAll(
                full(folded).stream().map(key -> key.replaceFirst("@.*", "@")).toList());
        assertThat(keys("check_recipient_access", CONFIG, address)).isEqualTo(expected);
    }

    @Property
    void neverThrowsAndAlwaysEnds(@ForAll("parameters") String parameter, @ForAll String key) {
        KeyRule rule = KeyRules.forParameter(parameter, CONFIG.withRecipientDelimiter("+-"))
                .orElseThrow();
        RowsTable none = new RowsTable(Map.of());
        assertThat(new SearchedTable(none, rule).lookup(key, new Trail())).isCompletedWithValue(Answer.NOT_FOUND);
        if (KeyCheck.canExist(key)) {
            assertThat(none.asked()).first().isEqualTo(rule.first(key));
            assertThat(none.asked()).doesNotContain("").hasSizeLessThan(2 * key.length() + 30);
        } else {
            assertThat(none.asked()).isEmpty();
        }
    }

    @Property
    void neverThrowsOnHostileAddresses(@ForAll("parameters") String parameter, @ForAll("hostile") String key) {
        neverThrowsAndAlwaysEnds(parameter, key);
    }

    @Property
    void findsEachKeyOfTheSearchAndNothingBefore(
            @ForAll("parameters") String parameter, @ForAll("addresses") String address) {
        KeyRule rule = KeyRules.forParameter(parameter, CONFIG).orElseThrow();
        List<String> keys = keys(rule, address);
        for (String key : keys) {
            RowsTable one = new RowsTable(Map.of(key, "v@w.example"));
            Answer answer =
                    new SearchedTable(one, rule).lookup(address, new Trail()).join();
            assertThat(answer).isInstanceOf(Answer.Found.class);
            assertThat(one.asked()).isEqualTo(keys.subList(0, keys.indexOf(key) + 1));
        }
    }

    @Property
    void carriesTheExtensionThatWasCutOff(@ForAll("addresses") String address) {
        Matcher parts = parts(address);
        Matcher extension = EXTENSION.matcher(parts.group("local"));
        String bare = (extension.matches() ? extension.group("bare") : parts.group("local"));
        String cut = extension.matches() ? extension.group("extension") : "";
        RowsTable rows = new RowsTable(
                Map.of((bare + "@" + parts.group("domain")).toLowerCase(Locale.ROOT), "one@w.example,two"));
        KeyRule rule = KeyRules.forParameter("virtual_alias_maps", CONFIG).orElseThrow();
        String expected = cut.isEmpty() ? "one@w.example,two" : "one" + cut + "@w.example, two" + cut;
        assertThat(new SearchedTable(rows, rule).lookup(address, new Trail()))
                .isCompletedWithValue(new Answer.Found(expected));
    }

    @Property
    void handsAFoldedKeyAndItsAnswerThroughWithoutACopy(
            @ForAll("parameters") String parameter, @ForAll("addresses") String address) {
        String folded = address.toLowerCase(Locale.ROOT);
        KeyRule rule = KeyRules.forParameter(parameter, CONFIG).orElseThrow();
        assertThat(rule.first(folded)).isSameAs(folded);
        CompletableFuture<Answer> answer = CompletableFuture.completedFuture(new Answer.Found("@w.example"));
        assertThat(new SearchedTable(new FixedTable(answer), rule).lookup(folded, new Trail()))
                .isSameAs(answer);
    }

    private record FixedTable(CompletableFuture<Answer> answer) implements Table {

        @Override
        public String name() {
            return "fixed";
        }

        @Override
        public CompletableFuture<Answer> lookup(String key, Trail trail) {
            return answer;
        }

        @Override
        public Keys keys() {
            return new Keys.Unlistable("it has no keys");
        }
    }

    @Provide
    Arbitrary<String> parameters() {
        return Arbitraries.of(KeyRules.parameters());
    }

    @Provide
    Arbitrary<String> addresses() {
        Arbitrary<String> local =
                Arbitraries.strings().withChars("abXY1=_").ofMinLength(1).ofMaxLength(6);
        Arbitrary<String> extension = Arbitraries.of("", "", "+t", "+T+u", "+");
        Arbitrary<String> domain = Arbitraries.of("local.example", "x.example", "Mail.X.Example", "a", "a.b.c.d.e");
        return Combinators.combine(local, extension, domain).as((l, e, d) -> l + e + "@" + d);
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.of(
                        "\"", "\\", "@", "+", "-", ".", "a", " ", "<", ">", "*", "[", "]", ":", "xn--", "\u00e4",
                        "\u00df", "1")
                .list()
                .ofMaxSize(12)
                .map(list -> String.join("", list));
    }

    private static Matcher parts(String address) {
        Matcher parts = ADDRESS.matcher(address);
        assertThat(parts.matches()).isTrue();
        return parts;
    }

    private static String domain(String address) {
        return parts(address).group("domain").toLowerCase(Locale.ROOT);
    }

    /** The address, and the address without extension. */
    private static List<String> full(String folded) {
        Matcher parts = parts(folded);
        Matcher extension = EXTENSION.matcher(parts.group("local"));
        return extension.matches()
                ? List.of(folded, extension.group("bare") + "@" + parts.group("domain"))
                : List.of(folded);
    }

    private static List<String> modelOfAddress(String address) {
        List<String> full = full(address.toLowerCase(Locale.ROOT));
        List<String> expected = new ArrayList<>(full);
        if (domain(address).equals("local.example")) {
            full.forEach(key -> expected.add(parts(key).group("local")));
        }
        expected.add("@" + domain(address));
        return expected;
    }

    private static List<String> dottedParents(String domain) {
        List<String> labels = List.of(domain.split("\\."));
        List<String> parents = new ArrayList<>(List.of(domain));
        for (int i = 1; i < labels.size(); i++) {
            parents.add("." + labels.stream().skip(i).collect(Collectors.joining(".")));
        }
        return parents;
    }
}
