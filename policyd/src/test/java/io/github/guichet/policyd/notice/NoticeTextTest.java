package io.github.guichet.policyd.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.policyd.notice.Breach.Kind;
import io.github.guichet.policyd.notice.Notice.Lock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** What people and programs read about a breach. */
class NoticeTextTest {

    private static NoticeText text(Breach breach, Lock lock) {
        return new NoticeText(Breaches.notice(breach, lock));
    }

    @Test
    void holdsEverythingThatSomebodyNeedsToAct() {
        String body =
                text(Breaches.of(Kind.OVER, "alice@example.org"), Lock.OPEN).body();
        assertThat(body).isEqualTo("""
                Somebody reached a limit. If this is not a newsletter that you know of, the password is probably in other hands.

                Login:       alice@example.org
                Used:        101 of 100/1h
                Rule:        outgoing
                Answer:      450 4.7.1 too much
                Networks:    203.0.113.0/24, 2001:db8::/64
                Sent to:     example.net, example.com
                Time:        2026-11-21T18:00:00Z

                On mx1.example.org:

                  guichet limit show alice@example.org
                  guichet limit raise --for 24h outgoing alice@example.org 200/1h
                  guichet lockout alice@example.org
                  guichet unlock alice@example.org

                This is told once; again only after it was below the limit for a while.
                """);
    }

    @Test
    void saysWhatBecameOfTheAccount() {
        Breach breach = Breaches.of(Kind.LOCKOUT, "alice@example.org");
        assertThat(text(breach, Lock.LOCKED).subject())
                .isEqualTo("[guichet mx1.example.org] alice@example.org is locked: over 100/1h");
        assertThat(text(breach, Lock.LOCKED).body()).startsWith("Somebody reached a limit and is locked out for it");
        assertThat(text(breach, Lock.BEFORE).body()).contains("was locked out already");
        assertThat(text(breach, Lock.FAILED).subject()).contains("could NOT be locked");
        assertThat(text(breach, Lock.FAILED).body()).contains("COULD NOT BE");
        assertThat(text(Breaches.of(Kind.WARN, "alice@example.org"), Lock.OPEN).subject())
                .endsWith("alice@example.org is about to reach 100/1h");
    }

    @Test
    void whoHasNotLoggedInCannotBeLocked() {
        assertThat(text(Breaches.of(Kind.OVER, ""), Lock.OPEN).commands()).containsOnlyKeys("look", "raise");
    }

    @Test
    void nothingThatAPeerChoseLeavesItsLineOrItsWord() {
        NoticeText text = text(Breaches.evil(), Lock.OPEN);
        String harmless = text(Breaches.of(Kind.OVER, "a"), Lock.OPEN).body();
        assertThat(text.body().lines().count())
                .as("one more line, because the subject is shown beside the login only if they differ")
                .isEqualTo(harmless.lines().count());
        assertThat(text.body()).doesNotContain("\r", "\u0000", "\u2028", "\u202e", "\t", "\nBcc:");
        assertThat(text.subject()).doesNotContain("\r", "\n", "\u0000");
        for (String command : text.commands().values()) {
            assertThat(shellWords(command)).hasSizeLessThanOrEqualTo(8).noneMatch("rm"::equals);
        }
    }

    /** The words of a command without expansions; a shell that found one in it would run something else. */
    private static List<String> shellWords(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '\\') {
                word.append(command.charAt(++i));
            } else if (!quoted && c == ' ') {
                words.add(word.toString());
                word.setLength(0);
            } else {
                assertThat(quoted || "$`;|&<>()*?[]#~\"\n".indexOf(c) < 0)
                        .as("bare %s in %s", c, command)
                        .isTrue();
                word.append(c);
            }
        }
        assertThat(quoted).isFalse();
        words.add(word.toString());
        return words;
    }

    @Test
    void theLogHasOneLineInOneForm() {
        List<String> lines = new ArrayList<>();
        NoticeLog log = new NoticeLog(logger(lines));
        log.told(Breaches.notice(Breaches.of(Kind.OVER, "alice@example.org")));
        log.told(Breaches.notice(Breaches.evil(), Lock.OPEN));
        assertThat(lines.get(0))
                .isEqualTo(
                        "breach: kind=over rule=<outgoing> login=<alice@example.org> subject=<alice@example.org> used=101"
                                + " limit=100/1h lock=open networks=<203.0.113.0/24,2001:db8::/64>"
                                + " domains=<example.net,example.com> action=<450 4.7.1 too much>"
                                + " id=00000000-0000-0000-0000-000000000001");
        assertThat(lines.get(1))
                .matches(
                        "breach: kind=over rule=<[^<>]*> login=<[^<> ]*> subject=<[^<> ]*> used=101"
                                + " limit=100/1h lock=open networks=<[^<>, ]*,[^<>, ]*> domains=<[^<>, ]*> action=<[^<>]*> id=\\S+");
        assertThat(lines.get(1).chars()).allMatch(c -> c >= ' ' && c < 0x7f);
    }

    static Logger logger(List<String> lines) {
        return (Logger) java.lang.reflect.Proxy.newProxyInstance(
                NoticeTextTest.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                    Object[] values = arguments[1] instanceof Object[] array
                            ? array
                            : Stream.of(arguments).skip(1).toArray();
                    lines.add(MessageFormatter.arrayFormat((String) arguments[0], values)
                            .getMessage());
                    return null;
                });
    }

    @Test
    void jsonIsAsciiAndEverythingInItIsEscaped() {
        String body = Webhook.body(Breaches.notice(Breaches.evil()));
        assertThat(body.chars()).allMatch(c -> c >= ' ' && c < 0x7f);
        assertThat(Webhook.body(Breaches.notice(Breaches.of(Kind.LOCKOUT, "a\"b\\c\u00fc"), Lock.LOCKED)))
                .startsWith("{\"event\":\"breach\",\"id\":\"00000000-0000-0000-0000-000000000001\",\"time\":"
                        + "\"2026-11-21T18:00:00Z\",\"host\":\"mx1.example.org\",\"kind\":\"lockout\",\"rule\":\"outgoing\","
                        + "\"login\":\"a\\\"b\\\\c\\u00fc\",\"subject\":\"a\\\"b\\\\c\\u00fc\",\"used\":101,\"limit\":100,"
                        + "\"window_seconds\":3600,\"action\":\"450 4.7.1 too much\",\"locked\":true,"
                        + "\"networks\":[\"203.0.113.0/24\",\"2001:db8::/64\"],"
                        + "\"recipient_domains\":[\"example.net\",\"example.com\"],\"commands\":{\"look\":")
                .endsWith("}");
    }
}
