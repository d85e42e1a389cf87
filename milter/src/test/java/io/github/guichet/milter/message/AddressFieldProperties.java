package io.github.guichet.milter.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.key.MailAddress;
import io.github.guichet.milter.session.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every field of addresses. */
class AddressFieldProperties {

    /** A piece of a field and what it has to be read as. */
    private record Piece(String written, String read) {}

    /** A mailbox as written and as it has to be read. */
    private record Written(String text, String name, MailAddress address) {}

    /** A list of addresses as written, and its mailboxes and groups. */
    private record Listed(String text, List<Written> mailboxes, List<String> groups) {}

    private static final Arbitrary<String> ATOMS = Arbitraries.oneOf(
            Arbitraries.strings()
                    .withChars("abcXYZ019!#$%&'*+-/=?^_`{|}~")
                    .ofMinLength(1)
                    .ofMaxLength(8),
            Arbitraries.of("Müller", "山田", "Ω", "𝐜", "Андрей"));

    /** White space that may stand anywhere. */
    private static final Arbitrary<String> GAPS = Arbitraries.of(" ", "  ", "\t", "\n ", " \n\t", "\r\n ");

    private static Arbitrary<String> maybe(Arbitrary<String> some) {
        return Arbitraries.oneOf(Arbitraries.just(""), some);
    }

    private static Arbitrary<Piece> atom() {
        return ATOMS.filter(atom -> !atom.contains("=?") && !atom.contains("?="))
                .map(atom -> new Piece(atom, atom));
    }

    private static Arbitrary<Piece> quoted() {
        return Arbitraries.strings()
                .withChars("ab ,.;:<>()[]@\"\\ü")
                .ofMinLength(1)
                .ofMaxLength(10)
                .filter(text -> !text.isBlank())
                .map(text -> new Piece("\"" + text.replaceAll("[\"\\\\]", "\\\\$0") + "\"", text));
    }

    private static Arbitrary<Piece> encoded() {
        Arbitrary<String> texts =
                Arbitraries.strings().withChars("ab @<>,=?_ü山").ofMinLength(1).ofMaxLength(10);
        return Arbitraries.oneOf(
                texts.map(text -> new Piece(
                        "=?utf-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=",
                        text)),
                texts.map(text -> {
                    StringBuilder words = new StringBuilder("=?UTF-8*de?q?");
                    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                        words.append(b == 'a' || b == 'b' ? String.valueOf((char) b) : String.format("=%02X", b));
                    }
                    return new Piece(words.append("?=").toString(), text);
                }));
    }

    /** Names as a reader shows them: one space between words, none between encoded ones. */
    private static Arbitrary<Piece> names() {
        return Combinators.combine(
                        Arbitraries.oneOf(atom(), quoted(), encoded()).list().ofMaxSize(4),
                        GAPS.list().ofSize(5))
                .as((words, gaps) -> {
                    StringBuilder written = new StringBuilder();
                    StringBuilder read = new StringBuilder();
                    for (int i = 0; i < words.size(); i++) {
                        boolean joined = i > 0 && isEncoded(words.get(i)) && isEncoded(words.get(i - 1));
                        read.append(i == 0 || joined ? "" : " ")
                                .append(words.get(i).read());
                        written.append(i == 0 ? "" : gaps.get(i))
                                .append(words.get(i).written());
                    }
                    return new Piece(written.toString(), read.toString().strip());
                });
    }

    private static boolean isEncoded(Piece piece) {
        return piece.written().startsWith("=?");
    }

    private static Arbitrary<String> dotted() {
        return atom().map(Piece::written).list().ofMinSize(1).ofMaxSize(3).map(atoms -> String.join(".", atoms));
    }

    /** An address without anything around it. */
    private static Arbitrary<Written> addresses() {
        Arbitrary<Piece> locals = Arbitraries.oneOf(dotted().map(text -> new Piece(text, text)), quoted());
        Arbitrary<String> domains = Arbitraries.oneOf(dotted(), Arbitraries.of("[192.0.2.1]", "[IPv6:2001:db8::1]"));
        return Combinators.combine(locals, domains)
                .as((local, domain) ->
                        new Written(local.written() + "@" + domain, "", new MailAddress(local.read(), domain)));
    }

    private static Arbitrary<Written> mailboxes() {
        Arbitrary<String> comments = Combinators.combine(GAPS, Arbitraries.of("(a)", "(a(b)\\)(c))", "(<x@y>,\")"))
                .as((gap, comment) -> gap + comment);
        return Combinators.combine(
                        addresses(), names(), Arbitraries.of(true, false), maybe(GAPS), maybe(comments), maybe(GAPS))
                .as((address, name, brackets, gap, comment, inside) -> {
                    if (!brackets) {
                        return new Written(address.text() + comment, "", address.address());
                    }
                    String text =
                            name.written() + comment + gap + "<" + inside + address.text() + inside + ">" + comment;
                    return new Written(text, name.read(), address.address());
                });
    }

    @Provide
    Arbitrary<Listed> lists() {
        Arbitrary<Listed> single = mailboxes().map(mailbox -> new Listed(mailbox.text(), List.of(mailbox), List.of()));
        Arbitrary<Listed> group = Combinators.combine(
                        names().filter(name -> !name.written().isEmpty()),
                        mailboxes().list().ofMaxSize(3),
                        Arbitraries.of("", " "))
                .as((name, members, gap) -> new Listed(
                        name.written() + ":" + gap
                                + commas(members.stream().map(Written::text).toList()) + ";" + gap,
                        members,
                        List.of(name.read())));
        return Arbitraries.oneOf(single, group)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(parts -> new Listed(
                        commas(parts.stream().map(Listed::text).toList()),
                        parts.stream()
                                .flatMap(part -> part.mailboxes().stream())
                                .toList(),
                        parts.stream().flatMap(part -> part.groups().stream()).toList()));
    }

    private static String commas(List<String> parts) {
        return String.join(", ", parts);
    }

    @Property(tries = 300)
    void whatIsWrittenByTheGrammarIsReadAsWritten(@ForAll("lists") Listed listed) {
        // A fold behind the last address would be a line of white space.
        AddressField field = AddressField.parse(FieldValue.of(listed.text().stripTrailing()));

        assertThat(field.problem()).isEmpty();
        assertThat(field.syntax()).isEqualTo(Syntax.VALID);
        assertThat(field.mailboxes().stream().map(Mailbox::address))
                .isEqualTo(listed.mailboxes().stream().map(Written::address).toList());
        assertThat(field.mailboxes().stream().map(Mailbox::displayName))
                .isEqualTo(listed.mailboxes().stream().map(Written::name).toList());
        assertThat(field.groupNames()).isEqualTo(listed.groups());
        assertThat(field.addressLike())
                .isEqualTo(listed.mailboxes().stream()
                        .map(mailbox -> mailbox.address().external())
                        .distinct()
                        .toList());
    }

    @Property(tries = 200)
    void aNameCanStandBeforeAnotherAddress(@ForAll("lists") Listed listed) {
        for (Mailbox mailbox : AddressField.parse(FieldValue.of(listed.text())).mailboxes()) {
            AddressField other =
                    AddressField.parse(FieldValue.of(mailbox.rawName().text() + " <me@own.example>"));

            assertThat(other.syntax()).isEqualTo(Syntax.VALID);
            assertThat(other.mailboxes()).hasSize(1);
            assertThat(other.mailboxes().get(0).displayName()).isEqualTo(mailbox.displayName());
            assertThat(other.addressLike()).containsExactly("me@own.example");
        }
    }

    @Property(tries = 1000)
    void takesWhateverComes(@ForAll byte[] bytes) {
        holdsForAll(AddressField.parse(FieldValue.of(bytes)));
    }

    private static void holdsForAll(AddressField field) {
        assertThat(field.problem().isPresent()).isEqualTo(field.syntax() != Syntax.VALID);
        assertThat(field.addressLike()).doesNotHaveDuplicates().doesNotContain("");
        for (Mailbox mailbox : field.mailboxes()) {
            if (field.syntax() != Syntax.INVALID) {
                assertThat(mailbox.address().local()).isNotEmpty();
                assertThat(mailbox.address().domain()).isNotEmpty();
                assertThat(field.addressLike()).contains(mailbox.address().external());
            }
        }
    }

    @Provide
    Arbitrary<String> spoofs() {
        return Arbitraries.of(
                        "me@own.example",
                        "ceo@bank.example",
                        "<me@own.example>",
                        "<ceo@bank.example>",
                        "<",
                        ">",
                        "\"",
                        "(",
                        ")",
                        "\\",
                        ",",
                        ";",
                        ":",
                        " ",
                        "\n ",
                        "\t",
                        "\r",
                        "\u0000",
                        "\u0001",
                        "@",
                        "＠",
                        ".",
                        "。",
                        "ceo",
                        "bank.example",
                        "me",
                        "own.example",
                        "=?utf-8?Q?ceo=40bank.example?=",
                        "=?utf-8?Q?=40?=",
                        "=?utf-8?B?PGNlb0BiYW5rLmV4YW1wbGU+?=",
                        "=?utf-8?Q?=22?=",
                        "\u200b",
                        "Name",
                        "[",
                        "]",
                        "'")
                .list()
                .ofMinSize(1)
                .ofMaxSize(9)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 3000)
    void whatIsAllMineIsNobodyElsesForAnyReader(@ForAll("spoofs") String text) {
        AddressField field = AddressField.parse(FieldValue.of(text));
        holdsForAll(field);
        Set<String> seen = new LenientReaders(text).seen();

        if (field.syntax() == Syntax.VALID) {
            // Names and comments are the business of another check; all readers agree on the rest.
            return;
        }
        if (field.addressLike().stream().allMatch("me@own.example"::equals)) {
            assertThat(seen).as(text).isSubsetOf("me@own.example");
        }
        List<String> missing = new ArrayList<>(new LenientReaders(text).seenPlainly());
        missing.removeAll(field.addressLike());
        assertThat(missing).as("%s: %s", text, field.addressLike()).isEmpty();
    }
}
