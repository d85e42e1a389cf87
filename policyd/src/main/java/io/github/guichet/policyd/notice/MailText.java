package io.github.guichet.policyd.notice;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A notice as a mail (RFC 5322, 2045, 2047, 3834), lines ended by LF, as the sendmail command takes it. No header holds anything that
 * a peer chose but the subject, which is clean, and encoded if it is not ASCII.
 */
final class MailText {

    private static final int LONGEST_LINE = 76;
    private static final int ENCODED_BYTES =
            39; // 52 characters of base64, "=?utf-8?B?", "?=", and "Subject: " before the first

    private MailText() {}

    static byte[] of(Notice notice, MailConfig config) {
        NoticeText text = new NoticeText(notice);
        String domain = config.from().substring(config.from().lastIndexOf('@') + 1);
        StringBuilder mail = new StringBuilder();
        header(mail, "From", "guichet <" + config.from() + ">");
        header(mail, "To", String.join(",\n ", config.to()));
        header(mail, "Subject", subject(text.subject()));
        header(
                mail,
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(notice.at().atOffset(ZoneOffset.UTC)));
        header(mail, "Message-ID", "<" + notice.id() + "@" + domain + ">");
        header(mail, "Auto-Submitted", "auto-generated");
        header(mail, "MIME-Version", "1.0");
        header(mail, "Content-Type", "text/plain; charset=utf-8");
        header(mail, "Content-Transfer-Encoding", "base64");
        mail.append('\n');
        mail.append(Base64.getMimeEncoder(LONGEST_LINE, new byte[] {'\n'})
                .encodeToString(text.body().getBytes(StandardCharsets.UTF_8)));
        return mail.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void header(StringBuilder mail, String name, String value) {
        mail.append(name).append(": ").append(value).append('\n');
    }

    /** As it is if it is short and ASCII; else encoded words, no character of which is cut in two. */
    static String subject(String text) {
        boolean plain = text.chars().allMatch(c -> c >= ' ' && c <= '~') && !text.contains("=?");
        if (plain && text.length() <= LONGEST_LINE - "Subject: ".length()) {
            return text;
        }
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int bytes = 0;
        for (int point : text.codePoints().toArray()) {
            String character = Character.toString(point);
            int more = character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes + more > ENCODED_BYTES) {
                words.add(encoded(word));
                word.setLength(0);
                bytes = 0;
            }
            word.append(character);
            bytes += more;
        }
        words.add(encoded(word));
        return String.join("\n ", words);
    }

    private static String encoded(StringBuilder word) {
        return "=?utf-8?B?" + Base64.getEncoder().encodeToString(word.toString().getBytes(StandardCharsets.UTF_8))
                + "?=";
    }
}
