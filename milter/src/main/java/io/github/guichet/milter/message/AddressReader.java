package io.github.guichet.milter.message;

import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.milter.message.FieldLexer.Kind;
import io.github.guichet.milter.session.FieldValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one field of addresses: the address-list of RFC 5322, 3.4 with the obsolete forms of 4.4. Goes on behind what it cannot read. */
final class AddressReader {

    /** Room for as many mailboxes as are read, each with a long name. */
    static final int MAX_LENGTH = 16 * 1024;

    static final int MAX_MAILBOXES = 100;

    /**
     * RFC 5322, 2.1.1: 998, of which the longest name takes 15. An MTA breaks a longer line wherever it is full (Postfix:
     * smtp_line_length_limit), so that its receiver reads another address than was looked at.
     */
    static final int MAX_LINE = 983;

    private final byte[] bytes;
    private final Findings findings = new Findings();
    private final FieldLexer lexer;
    private final List<Mailbox> mailboxes = new ArrayList<>(1);
    private final List<String> groupNames = new ArrayList<>(0);
    private final List<String> nameless = new ArrayList<>(0);
    private boolean inGroup;

    AddressReader(byte[] bytes) {
        this.bytes = bytes;
        this.lexer = new FieldLexer(bytes, findings);
    }

    AddressField read() {
        if (bytes.length > MAX_LENGTH) {
            return tooMuch(AddressField.TOO_MUCH + MAX_LENGTH + " bytes");
        }
        if (hasLongLine()) {
            return tooMuch(AddressField.TOO_MUCH + MAX_LINE + " bytes in a line");
        }
        if (!FieldText.isUtf8(bytes)) {
            findings.invalid("text that is not UTF-8");
        }
        list();
        if (mailboxes.size() > MAX_MAILBOXES) {
            return tooMuch(AddressField.TOO_MUCH + MAX_MAILBOXES + " addresses");
        }
        if (mailboxes.isEmpty() && groupNames.isEmpty()) {
            findings.invalid("no address");
        }
        for (String comment : lexer.comments()) {
            groupNames.add(EncodedWords.decode(comment).text().strip());
        }
        Set<String> addresses = new LinkedHashSet<>(nameless);
        mailboxes.forEach(mailbox -> addresses.add(mailbox.address().external()));
        List<String> like = findings.worst() == Syntax.VALID
                ? List.copyOf(addresses)
                : AddressLike.in(FieldText.of(bytes, 0, bytes.length), addresses);
        return new AddressField(findings.worst(), findings.problem(), mailboxes, groupNames, like);
    }

    private boolean hasLongLine() {
        int begin = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                begin = i + 1;
            } else if (i - begin == MAX_LINE) {
                return true;
            }
        }
        return false;
    }

    /** What is too much is not looked at, and belongs to nobody. */
    private static AddressField tooMuch(String problem) {
        return new AddressField(Syntax.INVALID, Optional.of(problem), List.of(), List.of(), List.of(problem));
    }

    private void list() {
        lexer.next();
        boolean first = true;
        boolean more = true;
        while (more && mailboxes.size() <= MAX_MAILBOXES) {
            boolean groups = inGroup;
            boolean empty = !element();
            if (inGroup != groups) {
                first = true;
            }
            boolean alone = first && lexer.kind() != Kind.COMMA;
            if (empty && !alone) {
                findings.obsolete("an empty list element");
            }
            first = false;
            more = separator();
        }
    }

    /** Goes over what stands behind an element. Returns whether there may be another. */
    private boolean separator() {
        if (lexer.kind() == Kind.COMMA) {
            lexer.next();
            return true;
        }
        if (lexer.kind() == Kind.END) {
            if (inGroup) {
                findings.invalid("a group that does not end");
            }
            return false;
        }
        if (!inGroup) {
            findings.invalid("a stray ;");
        }
        inGroup = false;
        lexer.next();
        if (lexer.kind() == Kind.COMMA) {
            lexer.next();
        } else if (lexer.kind() == Kind.END) {
            return false;
        } else {
            findings.invalid("text behind a group");
        }
        return true;
    }

    /** Reads up to a comma, a semicolon or the end. Returns whether there was anything. */
    private boolean element() {
        boolean any = false;
        boolean complete = false;
        Words words = new Words();
        while (true) {
            switch (lexer.kind()) {
                case COMMA, SEMICOLON, END -> {
                    if (!words.isEmpty()) {
                        rest(words, complete);
                    }
                    return any || !words.isEmpty();
                }
                case COLON -> {
                    group(words);
                    words = new Words();
                    any = false;
                }
                case OPEN -> {
                    if (complete) {
                        findings.invalid("text behind an address");
                    }
                    bracketed(words);
                    words = new Words();
                    any = true;
                    complete = true;
                }
                default -> {
                    if (lexer.kind() == Kind.CLOSE) {
                        findings.invalid("a stray >");
                    }
                    words.add(lexer);
                    lexer.next();
                }
            }
        }
    }

    /** An element without angle brackets, or what stands behind them. */
    private void rest(Words words, boolean complete) {
        if (complete) {
            findings.invalid("text behind an address");
        }
        if (words.has(Kind.AT)) {
            mailbox(new Words(), words.address(findings));
        } else if (!complete) {
            findings.invalid("a name without an address");
            nameless.add(words.text());
        }
    }

    private void group(Words name) {
        if (inGroup || name.isEmpty()) {
            findings.invalid("a stray :");
        }
        if (!name.isEmpty()) {
            name.checkPhrase(findings);
            groupNames.add(EncodedWords.decode(name.text()).text().strip());
        }
        inGroup = true;
        lexer.next();
    }

    private void bracketed(Words name) {
        name.checkPhrase(findings);
        lexer.next();
        comment();
        if (lexer.kind() == Kind.AT) {
            route();
        }
        Words words = new Words();
        while (lexer.kind() != Kind.CLOSE && !isEnd(lexer.kind())) {
            if (lexer.kind() == Kind.OPEN || lexer.kind() == Kind.COLON) {
                findings.invalid("a stray " + lexer.text());
                words = new Words();
            } else {
                words.add(lexer);
            }
            lexer.next();
            comment();
        }
        if (lexer.kind() == Kind.CLOSE) {
            lexer.next();
        } else {
            findings.invalid("an angle bracket that is not closed");
        }
        mailbox(name, words.address(findings));
    }

    private static boolean isEnd(Kind kind) {
        return kind == Kind.COMMA || kind == Kind.SEMICOLON || kind == Kind.END;
    }

    /** There may be one by the grammar, but not every reader of it knows. */
    private void comment() {
        if (lexer.hasComment()) {
            findings.obsolete("a comment in angle brackets");
        }
    }

    /** {@code @relay,@relay:} in front of an address. */
    private void route() {
        findings.obsolete("a route");
        while (lexer.kind() == Kind.AT
                || lexer.kind() == Kind.ATOM
                || lexer.kind() == Kind.DOT
                || lexer.kind() == Kind.LITERAL
                || lexer.kind() == Kind.COMMA) {
            lexer.next();
            comment();
        }
        if (lexer.kind() == Kind.COLON) {
            lexer.next();
            comment();
        } else {
            findings.invalid("a route without an address");
        }
    }

    private void mailbox(Words name, MailAddress address) {
        EncodedWords.Decoded text = EncodedWords.decode(name.text());
        boolean decoded = text.complete();
        List<String> comments = new ArrayList<>(0);
        for (String comment : lexer.comments()) {
            EncodedWords.Decoded plain = EncodedWords.decode(comment);
            comments.add(plain.text().strip());
            decoded &= plain.complete();
        }
        FieldValue raw =
                FieldValue.of(name.isEmpty() ? new byte[0] : Arrays.copyOfRange(bytes, name.from(), name.end()));
        mailboxes.add(new Mailbox(text.text().strip(), comments, decoded, raw, address));
    }
}
