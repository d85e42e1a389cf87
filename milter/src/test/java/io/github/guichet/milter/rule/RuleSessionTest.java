package io.github.guichet.milter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.message.Field;
import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.FilterSession;
import io.github.guichet.milter.session.Macros;
import io.github.guichet.milter.session.Reply;
import io.github.guichet.milter.session.SmtpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rules know of a message by what an MTA told. */
class RuleSessionTest extends RuleFixture {

    private final List<MailMessage> seen = new ArrayList<>();

    @BeforeEach
    void lookAtEverything() {
        Needs all = new Needs(MessageFact.names(), Set.of("from", "subject"), true, Set.of());
        rule("all", Mode.OBSERVE, OnUnavailable.CONTINUE, check(all, message -> {
            seen.add(message);
            return Verdict.PASSED;
        }));
    }

    private static Macros macros(String... namesAndValues) {
        Map<String, String> macros = new java.util.HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            macros.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return name -> macros.getOrDefault(name, "");
    }

    private MailMessage end(FilterSession session) {
        session.endOfMessage().join();
        return seen.get(seen.size() - 1);
    }

    @Test
    void aSenderSaysWhetherTheHeaderMayHoldUtf8() {
        FilterSession session = filter().open(offer);
        session.mail("bob@example.org", List.of("SIZE=1", "smtputf8"));
        assertThat(end(session).fact("smtputf8")).isEqualTo("yes");
        session.mail("bob@example.org", List.of("SIZE=1"));
        assertThat(end(session).fact("smtputf8")).isEmpty();
    }

    @Test
    void macrosAreTakenFromTheEndOfTheMessage() {
        FilterSession session = filter().open(offer);
        session.macros(
                Event.END_OF_MESSAGE,
                macros(
                        "i",
                        "4ABC",
                        "j",
                        "mx.example",
                        "auth_authen",
                        "bob",
                        "auth_type",
                        "PLAIN",
                        "auth_author",
                        "al",
                        "client_addr",
                        "IPv6:2001:db8::1",
                        "client_name",
                        "c.example",
                        "client_ptr",
                        "p.example",
                        "client_port",
                        "4711",
                        "daemon_name",
                        "d.example",
                        "daemon_addr",
                        "IPv6:::1",
                        "daemon_port",
                        "587"));

        MailMessage message = end(session);
        assertThat(List.of(
                        message.fact("queue_id"),
                        message.fact("server_name"),
                        message.login(),
                        message.fact("sasl_method"),
                        message.fact("sasl_sender"),
                        message.fact("client_address"),
                        message.fact("client_name"),
                        message.fact("reverse_client_name"),
                        message.fact("client_port"),
                        message.fact("daemon_name"),
                        message.fact("server_address"),
                        message.fact("server_port"),
                        message.fact("protocol_state")))
                .containsExactly(
                        "4ABC",
                        "mx.example",
                        "bob",
                        "PLAIN",
                        "al",
                        "2001:db8::1",
                        "c.example",
                        "p.example",
                        "4711",
                        "d.example",
                        "::1",
                        "587",
                        "END-OF-MESSAGE");
    }

    @Test
    void eventsSayWhatMacrosDoNot() {
        FilterSession session = filter().open(offer);
        session.connect(new SmtpClient("c.example", SmtpClient.Family.IPV4, 4711, "192.0.2.1"));
        session.helo("h.example");
        session.macros(Event.MAIL, macros("tls_version", "TLSv1.3", "cipher", "AES", "cipher_bits", "256"));
        session.mail("bob@example.org", List.of("BODY=8BITMIME", "size=123", "smtputf8"));
        session.rcpt("x@example.net", List.of());

        MailMessage message = end(session);
        assertThat(List.of(
                        message.fact("client_address"),
                        message.fact("client_name"),
                        message.fact("client_port"),
                        message.fact("helo_name"),
                        message.fact("encryption_protocol"),
                        message.fact("encryption_cipher"),
                        message.fact("encryption_keysize"),
                        message.sender(),
                        message.fact("size"),
                        message.fact("smtputf8"),
                        message.fact("recipient"),
                        message.fact("recipient_count")))
                .containsExactly(
                        "192.0.2.1",
                        "c.example",
                        "4711",
                        "h.example",
                        "TLSv1.3",
                        "AES",
                        "256",
                        "bob@example.org",
                        "123",
                        "yes",
                        "x@example.net",
                        "1");
        assertThat(message.fact("nonsense")).isEmpty();
    }

    @Test
    void aClientWithoutNameOrAddressIsUnknownAsInThePolicyProtocol() {
        FilterSession session = filter().open(offer);
        session.connect(new SmtpClient("[192.0.2.1]", SmtpClient.Family.UNIX, 0, "/run/sock"));

        MailMessage message = end(session);
        assertThat(message.fact("client_name")).isEqualTo("unknown");
        assertThat(message.fact("client_address")).isEqualTo("unknown");
        assertThat(message.fact("client_port")).isEmpty();
    }

    @Test
    void aMacroThatComesLaterHoldsBeforeOneThatCameEarlier() {
        FilterSession session = filter().open(offer);
        session.macros(Event.CONNECT, macros("j", "early", "client_addr", "192.0.2.1"));
        session.macros(Event.END_OF_MESSAGE, macros("j", "late"));

        MailMessage message = end(session);
        assertThat(message.fact("server_name")).isEqualTo("late");
        assertThat(message.fact("client_address")).isEqualTo("192.0.2.1");
    }

    @Test
    void nothingOfAMessageIsLeftInTheNextOne() {
        FilterSession session = filter().open(offer);
        session.helo("h.example");
        message(session, "bob", "bob@example.org", "x@example.net", "one");
        MailMessage first = end(session);
        message(session, "", "", "y@example.net", "two");
        MailMessage second = end(session);

        assertThat(second.login()).isEmpty();
        assertThat(second.sender()).isEmpty();
        assertThat(second.recipients()).containsExactly("y@example.net");
        assertThat(second.fields().named("subject"))
                .extracting(Field::toString)
                .singleElement()
                .asString()
                .contains("two");
        assertThat(second.fact("helo_name")).isEqualTo("h.example");
        assertThat(first.login()).isEqualTo("bob");
        assertThat(first.fields().named("subject").get(0).value().text()).isEqualTo("one");
    }

    @Test
    void anAbortedMessageIsForgottenAlsoTwice() {
        FilterSession session = filter().open(offer);
        message(session, "bob", "bob@example.org", "x@example.net", "one");
        session.abort();
        session.abort();

        MailMessage message = end(session);
        assertThat(message.login()).isEmpty();
        assertThat(message.recipientCount()).isZero();
        assertThat(message.fields().count("subject")).isZero();
    }

    @Test
    void aSecondMailBeginsAMessageEvenWithoutAbort() {
        FilterSession session = filter().open(offer);
        session.mail("a@example.org", List.of("SIZE=1"));
        session.rcpt("x@example.net", List.of());
        session.mail("b@example.org", List.of());

        MailMessage message = end(session);
        assertThat(message.sender()).isEqualTo("b@example.org");
        assertThat(message.fact("size")).isEmpty();
        assertThat(message.recipientCount()).isZero();
    }

    @Test
    void macrosOfMailBelongToTheMessageThatItBegins() {
        FilterSession session = filter().open(offer);
        session.mail("a@example.org", List.of());
        session.macros(Event.MAIL, macros("auth_authen", "bob"));
        session.mail("b@example.org", List.of());

        assertThat(end(session).login()).isEqualTo("bob");
    }

    @Test
    void recipientsBeyondTheLimitAreOnlyCounted() {
        limits = new MessageLimits(1000, 2);
        FilterSession session = filter().open(offer);
        session.rcpt("x".repeat(5000) + "@example.net", List.of());
        for (int i = 0; i < 5; i++) {
            session.rcpt(i + "@example.net", List.of());
        }

        MailMessage message = end(session);
        assertThat(message.recipients()).containsExactly("0@example.net", "1@example.net");
        assertThat(message.recipientCount()).isEqualTo(6);
        assertThat(message.fact("recipient")).isEmpty();
        assertThat(message.fact("recipient_count")).isEqualTo("6");
    }

    @Test
    void aHeaderBeyondTheLimitIsKnownToBeIncomplete() {
        limits = new MessageLimits(1000, 2);
        FilterSession session = filter().open(offer);
        session.header(new WrittenField("From", "a@example.org"));
        session.header(new WrittenField("Subject", "s".repeat(1000)));

        MailMessage message = end(session);
        assertThat(message.fields().incomplete("subject")).isTrue();
        assertThat(message.fields().incomplete("from")).isFalse();
        assertThat(message.fields().named("from")).hasSize(1);
    }

    @Test
    void aFactIsNeverLongerThanALineOfSmtp() {
        FilterSession session = filter().open(offer);
        session.helo("h".repeat(100_000));

        assertThat(end(session).fact("helo_name")).hasSize(2048);
    }

    @Test
    void everyEventGoesOn() {
        FilterSession session = filter().open(offer);
        SmtpClient client = new SmtpClient("c", SmtpClient.Family.IPV4, 1, "192.0.2.1");

        for (CompletableFuture<Reply> said : List.of(
                session.connect(client),
                session.helo("h"),
                session.mail("", List.of()),
                session.rcpt("x", List.of()),
                session.data(),
                session.header(new WrittenField("From", "x")),
                session.endOfHeaders())) {
            assertThat(said.join()).isSameAs(Reply.CONTINUE);
        }
    }

    private static void message(FilterSession session, String login, String sender, String recipient, String subject) {
        session.mail(sender, List.of());
        session.rcpt(recipient, List.of());
        session.header(new WrittenField("Subject", subject));
        session.macros(Event.END_OF_MESSAGE, macros("auth_authen", login));
    }

    @Test
    void anotherConnectInheritsNothing() {
        FilterSession session = filter().open(offer);
        session.macros(Event.CONNECT, macros("client_ptr", "old.example", "auth_authen", "bob"));
        session.connect(new SmtpClient("old.example", SmtpClient.Family.IPV4, 4711, "192.0.2.1"));
        session.helo("old.example");
        session.mail("bob@example.org", List.of());

        session.macros(Event.CONNECT, macros("daemon_name", "new.example"));
        session.connect(new SmtpClient("new.example", SmtpClient.Family.IPV4, 0, "192.0.2.2"));
        MailMessage message = end(session);
        assertThat(message.login()).isEmpty();
        assertThat(message.sender()).isEmpty();
        assertThat(message.fact("reverse_client_name")).isEmpty();
        assertThat(message.fact("helo_name")).isEmpty();
        assertThat(message.fact("client_port")).isEmpty();
        assertThat(message.fact("client_address")).isEqualTo("192.0.2.2");
        assertThat(message.fact("daemon_name")).isEqualTo("new.example");

        session.connect(new SmtpClient("third.example", SmtpClient.Family.IPV4, 0, "192.0.2.3"));
        message = end(session);
        assertThat(message.fact("daemon_name")).isEmpty();
        assertThat(message.fact("client_address")).isEqualTo("192.0.2.3");
    }
}
