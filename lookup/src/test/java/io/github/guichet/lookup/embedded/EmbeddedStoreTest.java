package io.github.guichet.lookup.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreTest {

    private static final Mailboxes.Settings NONE = Mailboxes.Settings.NONE;

    @TempDir
    private Path directory;

    private EmbeddedStore store;

    @BeforeEach
    void open() throws StoreException {
        store = EmbeddedStore.open(directory.resolve("guichet.db"));
        store.domains().add("example.com", Domains.Kind.MAILBOX);
    }

    @AfterEach
    void close() throws StoreException {
        store.close();
    }

    private static Mailboxes.Settings quota(long bytes) {
        return new Mailboxes.Settings(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(bytes));
    }

    private static void refuses(StoreException.Kind kind, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }

    @Test
    void keepsWhatItWasTold() throws StoreException {
        assertThat(store.mailboxes().add("Alice@Example.COM", quota(5))).isEqualTo(Change.DONE);
        Mailboxes.Mailbox alice = store.mailboxes().get("alice@example.com");
        assertThat(alice.address()).isEqualTo("alice@example.com");
        assertThat(alice.settings().maildir()).contains("example.com/alice/");
        assertThat(alice.settings().quota()).contains(5L);
        assertThat(alice.settings().uid()).isEmpty();
        assertThat(alice.hasPassword()).isFalse();
        assertThat(alice.active()).isTrue();
    }

    @Test
    void keepsItOverAClose() throws StoreException {
        store.mailboxes().add("alice@example.com", NONE);
        store.close();
        open();
        assertThat(store.mailboxes().list(Optional.empty()))
                .extracting(Mailboxes.Mailbox::address)
                .containsExactly("alice@example.com");
    }

    @Test
    void changesNothingWhenItIsSoAlready() throws StoreException {
        store.mailboxes().add("alice@example.com", quota(5));
        store.aliases().add("info@example.com", List.of("alice@example.com", "b@y.example"));
        assertThat(store.domains().add("EXAMPLE.com", Domains.Kind.MAILBOX)).isEqualTo(Change.UNCHANGED);
        assertThat(store.mailboxes().add("alice@example.com", NONE)).isEqualTo(Change.UNCHANGED);
        assertThat(store.mailboxes().add("alice@example.com", quota(5))).isEqualTo(Change.UNCHANGED);
        assertThat(store.mailboxes().set("alice@example.com", quota(5))).isEqualTo(Change.UNCHANGED);
        assertThat(store.mailboxes().setActive("alice@example.com", true)).isEqualTo(Change.UNCHANGED);
        assertThat(store.aliases().add("info@example.com", List.of("b@Y.example")))
                .isEqualTo(Change.UNCHANGED);
        assertThat(store.senders().add("x@y.example", "Alice@example.com")).isEqualTo(Change.DONE);
        assertThat(store.senders().add("x@y.example", "alice@example.com")).isEqualTo(Change.UNCHANGED);
    }

    @Test
    void refusesToAddWhatExistsOtherwise() throws StoreException {
        store.mailboxes().add("alice@example.com", quota(5));
        refuses(
                StoreException.Kind.CONFLICT,
                "exists already with other settings",
                () -> store.mailboxes().add("alice@example.com", quota(6)));
        refuses(
                StoreException.Kind.CONFLICT,
                "exists already as mailbox",
                () -> store.domains().add("example.com", Domains.Kind.BACKUP));
    }

    @Test
    void refusesAddressesWithoutADomainOfTheStore() {
        refuses(
                StoreException.Kind.MISSING,
                "there is no domain other.example",
                () -> store.mailboxes().add("a@other.example", NONE));
        refuses(
                StoreException.Kind.MISSING,
                "there is no domain other.example",
                () -> store.aliases().add("a@other.example", List.of("b@example.com")));
        refuses(
                StoreException.Kind.MISSING,
                "there is no domain other.example",
                () -> store.domains().addAlias("alias.example", "other.example"));
    }

    @Test
    void saysWhatIsMissing() {
        refuses(
                StoreException.Kind.MISSING,
                "there is no mailbox no@example.com",
                () -> store.mailboxes().remove("no@example.com"));
        refuses(
                StoreException.Kind.MISSING,
                "there is no alias no@example.com",
                () -> store.aliases().setActive("no@example.com", false));
        refuses(
                StoreException.Kind.MISSING,
                "there is no domain no.example",
                () -> store.domains().remove("no.example", true));
        refuses(
                StoreException.Kind.MISSING,
                "a@b.example has no right to send as x@y.example",
                () -> store.senders().remove("x@y.example", "a@b.example"));
        refuses(
                StoreException.Kind.MISSING,
                "there is no domain no.example",
                () -> store.mailboxes().list(Optional.of("no.example")));
    }

    @Test
    void keepsUnicodeDomainsAsALabels() throws StoreException {
        store.domains().add("Bücher.example", Domains.Kind.MAILBOX);
        store.mailboxes().add("jörg@bücher.example", NONE);
        assertThat(store.mailboxes().list(Optional.of("BÜCHER.example")))
                .extracting(Mailboxes.Mailbox::address)
                .containsExactly("jörg@xn--bcher-kva.example");
    }

    @Test
    void refusesAddressesThatCannotBe() {
        String longLocal = "x".repeat(65);
        for (String bad : List.of(
                "alice",
                "@example.com",
                "a b@example.com",
                "a..b@example.com",
                ".a@example.com",
                "a@",
                "a@-x.example",
                "a@ex ample.com",
                "a@example..com",
                "a@[127.0.0.1]",
                "\"a@example.com",
                "\"a\"b\"@example.com",
                "a\u0000@example.com",
                longLocal + "@example.com",
                "a@" + "x".repeat(64) + ".example",
                "a@" + "x.".repeat(200) + "example")) {
            refuses(StoreException.Kind.INVALID, "", () -> store.mailboxes().add(bad, NONE));
        }
    }

    @Test
    void refusesMailboxesWhoseDirectoryWouldLeaveItsPlace() {
        for (String bad : List.of("../x@example.com", "a/b@example.com", "\"..\"@example.com", "\"/\"@example.com")) {
            refuses(StoreException.Kind.INVALID, "", () -> store.mailboxes().add(bad, NONE));
        }
        var up = new Mailboxes.Settings(
                Optional.of("a/../../b"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        refuses(
                StoreException.Kind.INVALID,
                "maildir must not contain \"..\"",
                () -> store.mailboxes().add("a@example.com", up));
        var id = new Mailboxes.Settings(
                Optional.empty(), Optional.empty(), Optional.of(0xffff_ffffL), Optional.empty(), Optional.empty());
        refuses(
                StoreException.Kind.INVALID,
                "uid must be 0 to 4294967294",
                () -> store.mailboxes().add("a@example.com", id));
    }

    @Test
    void takesQuotedLocalParts() throws StoreException {
        store.mailboxes().add("\"a b\"@example.com", NONE);
        assertThat(store.mailboxes().get("\"A B\"@example.com").address()).isEqualTo("\"a b\"@example.com");
    }

    @Test
    void keepsTheOrderOfTargetsAndTheCaseOfForeignOnes() throws StoreException {
        store.aliases().add("info@example.com", List.of("Z@elsewhere.example", "Alice@Example.com"));
        store.aliases().add("info@example.com", List.of("alice@example.com", "b@elsewhere.example"));
        assertThat(store.aliases().get("info@example.com").targets())
                .containsExactly("Z@elsewhere.example", "alice@example.com", "b@elsewhere.example");
    }

    @Test
    void removesTargetsAndWithTheLastOneTheAlias() throws StoreException {
        store.aliases().add("info@example.com", List.of("a@x.example", "b@x.example"));
        store.aliases().remove("info@example.com", List.of("a@x.example"));
        assertThat(store.aliases().get("info@example.com").targets()).containsExactly("b@x.example");
        refuses(
                StoreException.Kind.MISSING,
                "has no target a@x.example",
                () -> store.aliases().remove("info@example.com", List.of("a@x.example")));
        store.aliases().remove("info@example.com", List.of("b@x.example"));
        assertThat(store.aliases().list(Optional.empty())).isEmpty();
    }

    @Test
    void replacesTargets() throws StoreException {
        store.aliases().add("info@example.com", List.of("a@x.example"));
        store.aliases().set("info@example.com", List.of("c@x.example", "b@x.example"));
        assertThat(store.aliases().get("info@example.com").targets()).containsExactly("c@x.example", "b@x.example");
    }

    @Test
    void letsOnlyCatchAllsGoToAWholeDomain() throws StoreException {
        refuses(
                StoreException.Kind.INVALID,
                "only a catch-all",
                () -> store.aliases().add("info@example.com", List.of("@x.example")));
        store.aliases().add("@example.com", List.of("@x.example"));
        assertThat(store.aliases().get("@example.com").targets()).containsExactly("@x.example");
    }

    @Test
    void boundsTheTargetsOfAnAlias() {
        List<String> many = IntStream.rangeClosed(0, Aliases.MOST_TARGETS)
                .mapToObj(i -> "u" + i + "@x.example")
                .toList();
        refuses(
                StoreException.Kind.INVALID,
                "at most 1000 targets",
                () -> store.aliases().add("info@example.com", many));
        refuses(StoreException.Kind.MISSING, "no alias", () -> store.aliases().get("info@example.com"));
    }

    @Test
    void removesADomainOnlyWhenNothingNeedsItUnlessTold() throws StoreException {
        store.mailboxes().add("a@example.com", NONE);
        store.domains().addAlias("example.org", "example.com");
        refuses(
                StoreException.Kind.CONFLICT,
                "1 alias domains stand for",
                () -> store.domains().remove("example.com", true));
        store.domains().remove("example.org", false);
        refuses(
                StoreException.Kind.CONFLICT,
                "still has 1 mailboxes and 0 aliases",
                () -> store.domains().remove("example.com", false));
        store.aliases().add("b@example.com", List.of("a@example.com"));
        store.senders().add("x@y.example", "a@example.com");
        store.domains().remove("example.com", true);
        assertThat(store.domains().list()).isEmpty();
        assertThat(store.mailboxes().list(Optional.empty())).isEmpty();
        assertThat(store.senders().list(Optional.empty())).isEmpty();
    }

    @Test
    void keepsAliasDomainsFreeOfAddressesAndOfEachOther() throws StoreException {
        store.domains().addAlias("example.org", "example.com");
        refuses(
                StoreException.Kind.CONFLICT,
                "add the address to example.com instead",
                () -> store.mailboxes().add("a@example.org", NONE));
        refuses(
                StoreException.Kind.CONFLICT,
                "example.org is an alias domain itself",
                () -> store.domains().addAlias("example.net", "example.org"));
    }

    @Test
    void removesTheRightsOfALoginWithItsMailbox() throws StoreException {
        store.mailboxes().add("a@example.com", NONE);
        store.senders().add("x@y.example", "a@example.com");
        store.mailboxes().remove("a@example.com");
        assertThat(store.senders().list(Optional.of("x@y.example"))).isEmpty();
    }

    @Test
    void refusesLoginsThatPostfixWouldSplit() {
        for (String bad : List.of("", "a b", "a,b", "a\tb", "x".repeat(256))) {
            refuses(
                    StoreException.Kind.INVALID,
                    "is no login name",
                    () -> store.senders().add("x@y.example", bad));
        }
    }
}
