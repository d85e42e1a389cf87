package io.github.guichet.milter.message;

import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.milter.message.FieldLexer.Kind;
import java.util.ArrayList;
import java.util.List;

/** Tokens that stand together: a phrase, or an address with its at sign. */
final class Words {

    /** Longer than any that mail can be sent to (RFC 5321, 4.5.3.1: 64 and 255 octets), even where senders put much in the local part. */
    private static final int MAX_ADDRESS = 512;

    private record Word(Kind kind, String text, boolean gap) {}

    private final List<Word> words = new ArrayList<>(4);
    private int from;
    private int end;

    /** Adds the token at hand. */
    void add(FieldLexer lexer) {
        if (words.isEmpty()) {
            from = lexer.from();
        }
        end = lexer.end();
        words.add(new Word(lexer.kind(), lexer.text(), lexer.hasGap() && !words.isEmpty()));
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    boolean has(Kind kind) {
        return words.stream().anyMatch(word -> word.kind() == kind);
    }

    /** Where the first begins. */
    int from() {
        return from;
    }

    /** Where the last ends. */
    int end() {
        return end;
    }

    /** All of it, quotes taken off, one space for what is between. */
    String text() {
        return text(0, words.size(), " ");
    }

    private String text(int first, int behind, String between) {
        StringBuilder text = new StringBuilder();
        for (int i = first; i < behind; i++) {
            Word word = words.get(i);
            text.append(word.gap() && i > first ? between : "").append(word.text());
        }
        return text.toString();
    }

    /** A name: words, and since RFC 2822 only in old mail dots behind the first. */
    void checkPhrase(Findings findings) {
        for (int i = 0; i < words.size(); i++) {
            Kind kind = words.get(i).kind();
            if (kind == Kind.DOT && i > 0) {
                findings.obsolete("a dot in a name without quotes");
            } else if (kind == Kind.AT) {
                findings.invalid("an @ in a name without quotes");
            } else if (kind != Kind.ATOM && kind != Kind.QUOTED) {
                findings.invalid("a stray " + words.get(i).text() + " in a name");
            }
        }
    }

    /** Reads it as an address; one that is none as what comes nearest. */
    MailAddress address(Findings findings) {
        int at = words.size() - 1;
        while (at >= 0 && words.get(at).kind() != Kind.AT) {
            at--;
        }
        if (at < 0) {
            findings.invalid(words.isEmpty() ? "an empty address" : "an address without @");
            return new MailAddress(text(), "");
        }
        boolean local = isDotted(findings, 0, at, true);
        boolean domain = words.get(at + 1 < words.size() ? at + 1 : at).kind() == Kind.LITERAL
                ? at + 2 == words.size()
                : isDotted(findings, at + 1, words.size(), false);
        if (!local || !domain) {
            findings.invalid("an address that is none");
        }
        if (words.get(at).gap() || (at + 1 < words.size() && words.get(at + 1).gap())) {
            findings.obsolete("white space or a comment beside @");
        }
        MailAddress address = new MailAddress(part(0, at, local), part(at + 1, words.size(), domain));
        AddressText.check(address, findings);
        if (address.local().length() + address.domain().length() > MAX_ADDRESS) {
            findings.invalid("an address that is too long");
        }
        return address;
    }

    private String part(int first, int behind, boolean dotted) {
        return text(first, behind, dotted ? "" : " ");
    }

    /** Whether these are words with a dot between each two. */
    private boolean isDotted(Findings findings, int first, int behind, boolean quotes) {
        if ((behind - first) % 2 == 0) {
            return false;
        }
        for (int i = first; i < behind; i++) {
            Word word = words.get(i);
            if ((i - first) % 2 == 1) {
                if (word.kind() != Kind.DOT) {
                    return false;
                }
            } else if (word.kind() == Kind.QUOTED && quotes && !word.text().isEmpty()) {
                if (behind - first > 1) {
                    findings.obsolete("quotes and dots in a local part");
                }
            } else if (word.kind() != Kind.ATOM) {
                return false;
            }
            if (word.gap() && i > first) {
                findings.obsolete("white space or a comment in an address");
            }
        }
        return true;
    }
}
