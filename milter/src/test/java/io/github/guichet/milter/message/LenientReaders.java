package io.github.guichet.milter.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plain readers of a field of addresses, each wrong in its own way. What they take for the sender must be found. */
final class LenientReaders {

    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s\\p{Cc}<>,;:\"()\\[\\]\\\\@]+@[^\\s\\p{Cc}<>,;:\"()\\[\\]\\\\@]+");
    private static final Pattern ANGLE = Pattern.compile("<([^<>()\"\\\\]*@[^<>()\"\\\\]*)>");
    private static final Pattern WORD = Pattern.compile("=\\?utf-8\\?([QB])\\?([^?]*)\\?=");

    private static final List<UnaryOperator<String>> READERS = List.of(
            text -> text,
            LenientReaders::decoded,
            text -> text.replace("\\", ""),
            text -> text.replace("\"", "").replace("\\", ""),
            text -> decoded(text).replace("\"", ""),
            text -> text.replaceAll("\\([^()\"\\\\]*\\)", ""),
            text -> decoded(text.replaceAll("\\([^()\"\\\\]*\\)", "")),
            text -> text.replaceAll("[\\s\\p{Cc}]+", ""),
            text -> text.replaceAll("\\s*([@.])\\s*", "$1"),
            LenientReaders::shown,
            text -> shown(decoded(text)),
            text -> text.split("\u0000", 2)[0],
            text -> text.split("\r", 2)[0]);

    private final String text;

    LenientReaders(String text) {
        this.text = text;
    }

    /** All that any of them takes for an address. */
    Set<String> seen() {
        return seen(READERS);
    }

    /** What those take for one that know nothing but the text, with quotes and without. */
    Set<String> seenPlainly() {
        return seen(List.of(
                UnaryOperator.identity(), plain -> plain.replace("\"", "").replace("\\", "")));
    }

    private Set<String> seen(List<UnaryOperator<String>> readers) {
        Set<String> seen = new LinkedHashSet<>();
        for (UnaryOperator<String> reader : readers) {
            String read = reader.apply(text);
            ADDRESS.matcher(read).results().map(MatchResult::group).forEach(address -> add(seen, address));
            Matcher angle = ANGLE.matcher(read);
            while (angle.find()) {
                add(seen, angle.group(1));
            }
        }
        return seen;
    }

    private static void add(Set<String> seen, String address) {
        String plain = address.strip().replaceAll("^['`]+|['`.]+$", "");
        if (plain.length() > 1) {
            seen.add(plain);
        }
    }

    private static String decoded(String text) {
        return WORD.matcher(text)
                .replaceAll(word -> Matcher.quoteReplacement(
                        word.group(1).equals("B") ? base64(word.group(2)) : quoted(word.group(2))));
    }

    private static String shown(String text) {
        return text.replace('＠', '@').replace('。', '.').replace("\u200b", "");
    }

    private static String base64(String text) {
        return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        return text.replace("=40", "@").replace("=22", "\"");
    }
}
