package io.github.guichet.policyd.notice;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/**
 * The lines about breaches, in one fixed form, by the logger {@value #LOGGER}, at level WARN:
 *
 * <pre>{@code
 * breach: kind=over rule=<outgoing> login=<bob@example.org> subject=<bob@example.org> used=101 limit=100/1h lock=open
 *   networks=<203.0.113.0/24,2001:db8::/64> domains=<example.net,example.com> action=<450 4.7.1 …> id=4f1f…
 * }</pre>
 *
 * <p>(It is one line.) {@code kind} is {@code warn}, {@code over} or {@code lockout}; {@code lock} is {@code open}, {@code locked},
 * {@code before} or {@code failed}. Nobody can forge a line or a field: all but printable ASCII, and {@code < > \}, is escaped as
 * {@code \}{@code uXXXX}; in lists the comma is, too.
 */
final class NoticeLog {

    /** The name of the logger. */
    static final String LOGGER = "io.github.guichet.notice";

    private static final int LONGEST = 255;
    private static final int MOST = 10;

    private final Logger log;

    NoticeLog(Logger log) {
        this.log = log;
    }

    void told(Notice notice) {
        Breach breach = notice.breach();
        NoticeText text = new NoticeText(notice);
        log.warn(
                "breach: kind={} rule=<{}> login=<{}> subject=<{}> used={} limit={} lock={} networks=<{}> domains=<{}> action=<{}> id={}",
                text.kind(),
                word(breach.rule(), " ,"),
                word(breach.login(), ""),
                word(breach.subject(), ""),
                breach.usage().used(),
                text.limit(),
                notice.lock().name().toLowerCase(Locale.ROOT),
                words(breach.clients()),
                words(breach.recipientDomains()),
                word(breach.action(), " ,"),
                notice.id());
    }

    private static String words(List<String> values) {
        return values.stream().limit(MOST).map(value -> word(value, "")).collect(Collectors.joining(","));
    }

    private static String word(String text, String allowed) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length() && i < LONGEST; i++) {
            char c = text.charAt(i);
            boolean harmless = c > ' ' && c < 0x7f && "<>\\=,".indexOf(c) < 0;
            if (harmless || allowed.indexOf(c) >= 0) {
                safe.append(c);
            } else {
                safe.append(String.format("\\u%04x", (int) c));
            }
        }
        return text.length() > LONGEST ? safe.append("...").toString() : safe.toString();
    }
}
