package io.github.guichet.policyd.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notices as mail. */
class MailTextTest {

    private static final MailConfig CONFIG = new MailConfig(
            List.of("postmaster@elsewhere.example", "ops@elsewhere.example"),
            "guichet@mx1.example.org",
            Path.of("/usr/sbin/sendmail"));

    private static String mail(Breach breach) {
        return new String(MailText.of(Breaches.notice(breach), CONFIG), StandardCharsets.US_ASCII);
    }

    private static String head(String mail) {
        return mail.substring(0, mail.indexOf("\n\n"));
    }

    private static String body(String mail) {
        return new String(
                Base64.getMimeDecoder().decode(mail.substring(mail.indexOf("\n\n") + 2)), StandardCharsets.UTF_8);
    }

    @Test
    void hasTheHeadersOfAMailThatNobodyShouldAnswer() {
        String mail = mail(Breaches.of(Breach.Kind.WARN, "bob@example.org"));
        assertThat(head(mail)).isEqualTo("""
                From: guichet <guichet@mx1.example.org>
                To: postmaster@elsewhere.example,
                 ops@elsewhere.example
                Subject: [guichet mx1.example.org] bob@example.org is about to reach 100/1h
                Date: Sat, 21 Nov 2026 18:00:00 GMT
                Message-ID: <00000000-0000-0000-0000-000000000001@mx1.example.org>
                Auto-Submitted: auto-generated
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: base64""");
        assertThat(body(mail)).startsWith("Somebody is about to reach a limit.").endsWith("for a while.\n");
    }

    @Test
    void nothingThatAPeerChoseBecomesAHeader() {
        String mail = mail(Breaches.evil());
        assertThat(head(mail)
                        .lines()
                        .filter(line -> !line.startsWith(" "))
                        .map(line -> line.substring(0, line.indexOf(':'))))
                .containsExactly(
                        "From",
                        "To",
                        "Subject",
                        "Date",
                        "Message-ID",
                        "Auto-Submitted",
                        "MIME-Version",
                        "Content-Type",
                        "Content-Transfer-Encoding");
        assertThat(mail.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
        assertThat(mail.lines()).allMatch(line -> line.length() <= 78);
    }

    @Property
    void anySubjectComesBackFromItsEncodedWords(@ForAll String text) {
        String clean = NoticeText.clean(text);
        String subject = MailText.subject(clean);
        assertThat(subject.lines()).allMatch(line -> line.length() <= 76);
        assertThat(decoded(subject)).isEqualTo(clean);
    }

    private static String decoded(String subject) {
        Matcher words = Pattern.compile("=\\?utf-8\\?B\\?([^?]*)\\?=(\n )?").matcher(subject);
        StringBuilder text = new StringBuilder();
        boolean encoded = false;
        while (words.find()) {
            encoded = true;
            text.append(new String(Base64.getDecoder().decode(words.group(1)), StandardCharsets.UTF_8));
        }
        return encoded ? text.toString() : subject;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "root",
                "-oQ/tmp@example.org",
                "a b@example.org",
                "a@b, c@d.example",
                "a@example.org\nBcc: x@y.example",
                "<a@example.org>",
                "a@\u00fc.example",
                "\"a b\"@example.org",
                "a@[192.0.2.1]"
            })
    void whatIsNoPlainAddressIsNotTaken(String text) {
        assertThat(MailConfig.isAddress(text)).isFalse();
    }

    @Test
    void plainAddressesAreTaken() {
        assertThat(MailConfig.isAddress("o'neil+tag@mx-1.example.org")).isTrue();
    }
}
