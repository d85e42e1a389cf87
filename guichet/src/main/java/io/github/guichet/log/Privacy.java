package io.github.guichet.log;

import io.github.guichet.lookup.Network;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes out of events what the settings do not let be logged. In a field it is known what is an address. In a sentence, and in texts
 * that others made, whatever looks like one counts as one: there rather too much is hidden than too little, except this machine's own
 * addresses (127.0.0.0/8, ::1 and the wildcards), which name nobody.
 */
record Privacy(AddressPrivacy addresses, IpPrivacy ips, LogKey key) {

    private static final int SHORT_V4 = 24;
    private static final int SHORT_V6 = 48;
    private static final int MOST_V6_PARTS = 8;

    /** Also one whose local part is quoted, or has escapes of the log in it. */
    private static final Pattern ADDRESS = Pattern.compile("(?:\"(?:[^\"\\\\]|\\\\.){1,64}\""
            + "|[\\p{L}\\p{N}_.+#\\\\][\\p{L}\\p{N}.!#$%&'*+/?^_`{|}~=\\\\-]{0,255})"
            + "@(?:\\[[0-9A-Za-z.:]{1,60}\\]|[\\p{L}\\p{N}.-]{1,255})");

    /** A word and a colon may stand before it: {@code IPv6:2001:db8::1}, {@code inet:192.0.2.1:25}. */
    private static final Pattern IP = Pattern.compile("(?:(?<![0-9A-Za-z.])(?:\\d{1,3}\\.){3}\\d{1,3}"
            + "|(?:(?<![0-9A-Za-z.:])|(?<=[A-Za-z]{2,10}[46]?:))(?=[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:.]{2,45})"
            + "(?![0-9A-Za-z])");

    /** Whether everything is logged as it is. */
    boolean isOff() {
        return addresses == AddressPrivacy.FULL && ips == IpPrivacy.FULL;
    }

    LogEvent of(LogEvent event) {
        return new LogEvent(
                event.more(),
                event.kind(),
                event.fields().stream().map(f -> f.with(value(f))).toList(),
                text(event.sentence()));
    }

    private String value(LogEvent.Field field) {
        String value = field.value();
        return switch (field.name().holds()) {
            case WORD -> value;
            case TEXT -> text(value);
            case ADDRESS -> address(value);
            case ADDRESSES ->
                Arrays.stream(value.split(", ", -1)).map(this::address).collect(Collectors.joining(", "));
            case IP -> ip(value);
            case IPS -> Arrays.stream(value.split(",", -1)).map(this::ip).collect(Collectors.joining(","));
            case DOMAINS ->
                Arrays.stream(value.split(",", -1)).map(this::domain).collect(Collectors.joining(","));
            case SUBJECT -> Network.parse(value).isPresent() ? ip(value) : address(value);
        };
    }

    /** An address, or a name that somebody has without a domain. */
    private String address(String value) {
        if (value.isEmpty() || value.equals("-") || value.equals("<>")) {
            return value;
        }
        int at = value.lastIndexOf('@');
        return switch (addresses) {
            case FULL -> value;
            case DOMAIN -> at < 0 ? "*" : "*" + value.substring(at);
            case HASH -> key.number(value);
        };
    }

    private String domain(String value) {
        return addresses == AddressPrivacy.HASH && !value.isEmpty() ? key.number(value) : value;
    }

    private String ip(String value) {
        if (ips == IpPrivacy.FULL || Network.parse(value).isEmpty()) {
            return value;
        }
        if (ips == IpPrivacy.HASH) {
            return key.number(value);
        }
        int slash = value.indexOf('/');
        String host = slash < 0 ? value : value.substring(0, slash);
        int given = slash < 0 ? Integer.MAX_VALUE : Integer.parseInt(value.substring(slash + 1));
        return Network.around(host, Math.min(SHORT_V4, given), Math.min(SHORT_V6, given))
                .map(Network::toString)
                .orElse(value);
    }

    /** A sentence, or what somebody else worded. */
    String text(String text) {
        String shown = text;
        if (addresses != AddressPrivacy.FULL && text.indexOf('@') >= 0) {
            shown = ADDRESS.matcher(shown).replaceAll(m -> Matcher.quoteReplacement(address(m.group())));
        }
        if (ips != IpPrivacy.FULL) {
            shown = IP.matcher(shown).replaceAll(m -> Matcher.quoteReplacement(ipInText(m.group())));
        }
        return shown;
    }

    private String ipInText(String found) {
        // A sentence may end behind an address, or go on with a colon.
        int end = found.length();
        while (end > 0 && (found.charAt(end - 1) == '.' || (found.charAt(end - 1) == ':' && !found.endsWith("::")))) {
            end--;
        }
        String candidate = found.substring(0, end);
        boolean own = candidate.startsWith("127.")
                || candidate.equals("::1")
                || candidate.equals("::")
                || candidate.equals("0.0.0.0");
        boolean clock = candidate.indexOf('.') < 0
                && candidate.chars().filter(c -> c == ':').count() < MOST_V6_PARTS - 1
                && !candidate.contains("::");
        return own || clock ? found : ip(candidate) + found.substring(end);
    }
}
