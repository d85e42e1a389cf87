package io.github.guichet.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A socketmap in the value of a parameter.
 *
 * @param setting where it stands
 * @param text as written, with {@code proxy:} in front if that is there
 * @param proxied whether proxymap(8) asks
 * @param address where the server is
 * @param map the map's name
 */
record TableReference(PostfixSetting setting, String text, boolean proxied, PeerAddress address, String map) {

    private static final Pattern TABLE = Pattern.compile(
            "(proxy:)?socketmap:(unix:[^\\s,{}:]+|inet:(?:\\[[^\\]\\s]+\\]|[^:\\s,{}]*):\\d{1,5}):([^\\s,{}]+)");
    private static final Pattern ANY = Pattern.compile("socketmap:[^\\s,{}]*");

    /** All that a value holds. */
    static List<TableReference> in(PostfixSetting setting) {
        List<TableReference> references = new ArrayList<>();
        Matcher matcher = TABLE.matcher(setting.value());
        while (matcher.find()) {
            PeerAddress.parse(matcher.group(2))
                    .ifPresent(address -> references.add(new TableReference(
                            setting, matcher.group(), matcher.group(1) != null, address, matcher.group(3))));
        }
        return references;
    }

    /** What looks like a socketmap and is none that Postfix can read. */
    static List<String> malformed(String value) {
        List<String> good = TABLE.matcher(value)
                .results()
                .map(m -> m.group().replaceFirst("^proxy:", ""))
                .toList();
        return ANY.matcher(value)
                .results()
                .map(m -> m.group())
                .filter(text -> !good.contains(text))
                .toList();
    }
}
