package io.github.guichet.dovecotauth.login;

import io.github.guichet.lookup.Network;
import io.github.guichet.server.RepeatedLog;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * The lines about log-ins, in one fixed form, by the logger {@value #LOGGER}. One line at once for each refused attempt, at level
 * INFO:
 *
 * <pre>{@code
 * auth failed: service=smtp mech=PLAIN user=<alice@example.org> rip=203.0.113.7 reason=wrong password
 * auth throttled: service=smtp mech=PLAIN user=<alice@example.org> rip=203.0.113.7 reason=too many failures
 * auth unavailable: service=imap mech=PLAIN user=<alice@example.org> rip=203.0.113.7 reason=source db is down
 * auth ok: service=imap mech=PLAIN user=<alice@example.org> rip=203.0.113.7 app_password=<phone> master=<admin>
 * }</pre>
 *
 * <p>{@code auth throttled} is logged when a network begins to be throttled, {@code auth unavailable} (WARN) once a minute a
 * reason, {@code auth answer} at DEBUG behind each failure, to name the request, and {@code auth ok} at DEBUG unless an application password or a master user let in, which nobody else logs. The shipped
 * filter for fail2ban reads the {@code auth failed} lines.
 *
 * <p>Nobody can forge a line or a field: in what a peer says, all but printable ASCII, and space, {@code < > = \}, is escaped as
 * {@code \}{@code uXXXX}, and an address that is none is shown as {@code -}.
 */
final class FailureLog {

    /** The name of the logger. */
    static final String LOGGER = "io.github.guichet.auth";

    private static final int LONGEST_USER = 255;
    private static final int LONGEST_WORD = 32;
    private static final int LONGEST_REASON = 200;

    private final Logger log;
    private final RepeatedLog repeated;

    FailureLog(Logger log) {
        this.log = log;
        this.repeated = new RepeatedLog(log);
    }

    void failed(LoginRequest request, String user, String reason) {
        log.info("auth failed: {} reason={}", who(request, user), reason(reason));
        if (log.isDebugEnabled() && !name(request).isEmpty()) {
            log.debug("auth answer: {}{} result=failed", who(request, user), name(request));
        }
    }

    void throttled(LoginRequest request, String user) {
        log.info("auth throttled: {}{} reason=too many failures", who(request, user), name(request));
    }

    void unavailable(LoginRequest request, String user, String reason) {
        repeated.warn(
                "unavailable", "auth unavailable: {}{} reason={}", who(request, user), name(request), reason(reason));
    }

    void ok(LoginRequest request, String user, Optional<String> appPassword, Optional<String> master) {
        if (appPassword.isEmpty() && master.isEmpty()) {
            if (log.isDebugEnabled()) {
                log.debug("auth ok: {}{}", who(request, user), name(request));
            }
            return;
        }
        log.info(
                "auth ok: {}{}{}{}",
                who(request, user),
                name(request),
                appPassword
                        .map(a -> " app_password=<" + word(a, LONGEST_USER) + ">")
                        .orElse(""),
                master.map(m -> " master=<" + word(m, LONGEST_USER) + ">").orElse(""));
    }

    private static String who(LoginRequest request, String user) {
        String rip = request.remoteIp();
        return "service=" + orDash(word(request.service(), LONGEST_WORD))
                + " mech=" + orDash(word(request.mechanism(), LONGEST_WORD))
                + " user=<" + word(user, LONGEST_USER)
                + "> rip=" + (Network.parse(rip).isPresent() && rip.indexOf('/') < 0 ? rip : "-");
    }

    /** Not in the lines that fail2ban reads: filters that are installed know their form. */
    private static String name(LoginRequest request) {
        String name = request.fact(LoginRequest.NAME);
        return name.isEmpty() ? "" : " request=" + word(name, LONGEST_WORD);
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    /** Text of a peer as one word. */
    static String word(String text, int longest) {
        return escaped(text, longest, false);
    }

    private static String reason(String text) {
        return escaped(text, LONGEST_REASON, true);
    }

    private static String escaped(String text, int longest, boolean spaces) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), longest) + 8);
        for (int i = 0; i < Math.min(text.length(), longest); i++) {
            char c = text.charAt(i);
            boolean harmless = c > ' ' && c < 0x7f && c != '<' && c != '>' && c != '=' && c != '\\';
            if (harmless || (spaces && c == ' ')) {
                safe.append(c);
            } else {
                safe.append(String.format("\\u%04x", (int) c));
            }
        }
        return text.length() > longest ? safe.append("...").toString() : safe.toString();
    }

    /** A name as it may be given back to a peer: without what is no character, and not too long. */
    static String presentable(String name) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(name.length(), LONGEST_USER); i++) {
            char c = name.charAt(i);
            if (!Character.isISOControl(c)) {
                shown.append(c);
            }
        }
        return shown.toString();
    }
}
