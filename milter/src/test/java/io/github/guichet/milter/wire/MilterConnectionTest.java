package io.github.guichet.milter.wire;

import static io.github.guichet.milter.wire.Mta.header;
import static io.github.guichet.milter.wire.Mta.packet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.session.EndOfMessage;
import io.github.guichet.milter.session.Event;
import io.github.guichet.milter.session.Reply;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MilterConnectionTest {

    private final Line line = new Line();

    @AfterEach
    void nothingIsLeft() {
        line.end();
    }

    @Test
    void tellsAFilterEverythingInOrderAndAnswersEachEvent() {
        assertThat(line.say(Mta.POSTFIX_OFFER)).hasSize(1);
        assertThat(line.say(Mta.connect("client.example", "192.0.2.7"), packet('H', "Client.Test")))
                .containsExactly("c", "c");

        assertThat(line.say(Mta.message("Ann@Example.org"))).containsExactly("c", "c", "c", "c", "c", "c", "c");

        assertThat(line.told())
                .containsExactly(
                        "connect client.example IPV4 2525 192.0.2.7",
                        "helo Client.Test",
                        "macros MAIL j= i= auth=ann",
                        "mail Ann@Example.org [SIZE=123, BODY=8BITMIME]",
                        "rcpt box@vbox.example []",
                        "data",
                        "header Subject:a\n b 4",
                        "eoh",
                        "body body\r\n",
                        "eom",
                        "abort");
        assertThat(line.count("guichet_requests")).isEqualTo(9);
    }

    @Test
    void servesSeveralMessagesOnAConnectionAndHearsOneAbortEach() {
        line.say(Mta.POSTFIX_OFFER);
        line.say(Mta.message("a@example.org"), packet('A'), packet('A'));
        line.told();

        line.say(packet('M', "<b@example.org>"), packet('A'), packet('A'), packet('M', "<>"));

        assertThat(line.told()).containsExactly("mail b@example.org []", "abort", "mail  []");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"client.example,L,UNIX 0 /run/s", "u.example,U,UNKNOWN 0", "v6.example,6,IPV6 25 2001:db8::1"})
    void tellsHowAClientCame(String way) {
        String[] parts = way.split(",", -1);
        byte[] connect = switch (parts[1]) {
            case "L" -> packet('C', parts[0], 'L', (short) 0, "/run/s");
            case "6" -> packet('C', parts[0], '6', (short) 25, "IPv6:2001:db8::1");
            default -> packet('C', parts[0], 'U');
        };

        line.say(Mta.POSTFIX_OFFER, connect);

        assertThat(line.told()).containsExactly("connect " + parts[0] + " " + parts[2]);
    }

    @Test
    void beginsANewSessionAfterQuitNewConnection() {
        line.say(Mta.POSTFIX_OFFER, packet('M', "<a@example.org>"));
        line.told();

        assertThat(line.say(packet('K'), Mta.connect("two.example", "192.0.2.8")))
                .containsExactly("c");

        assertThat(line.told()).containsExactly("abort", "closed", "connect two.example IPV4 2525 192.0.2.8");
        assertThat(line.filter.offers).hasSize(1);
        line.say(packet('Q'));
        assertThat(line.channel.isOpen()).isFalse();
        assertThat(line.told()).containsExactly("closed");
    }

    @Test
    void answersContinueForTheFilterWhereItWasNotToSayAnything() {
        line.filter.wishes = FakeFilter.quietly(Set.of(Event.HEADER));
        line.filter.answering(Event.HEADER, new Reply.Reject());

        // Version 2 has no way to leave an answer out.
        assertThat(line.say(Mta.options(2, 0x3f, 0x7f))).containsExactly("O 2 3f 5f");
        assertThat(line.say(header("From", "a"), packet('M', "<a>"), packet('U', "FOO"), packet('T')))
                .containsExactly("c", "c", "c", "c");
        assertThat(line.told()).containsExactly("header From:a 1", "abort");
    }

    @Test
    void saysNothingWhereNothingIsExpected() {
        line.filter.wishes = FakeFilter.quietly(EnumSet.allOf(Event.class));
        line.say(Mta.POSTFIX_OFFER);

        assertThat(line.say(Mta.connect("a", "192.0.2.7"), packet('H', "a"), Mta.message("a@example.org")))
                .containsExactly("c");
        assertThat(line.told()).hasSize(10);
    }

    @Test
    void keepsMacrosUntilTheirStageBeginsAnew() {
        line.say(Mta.POSTFIX_OFFER);
        line.say(packet('D', 'C', "j", "mx.example", "{daemon_name}", "x"), packet('D', 'H'));
        line.say(packet('D', 'M', "{auth_authen}", "ann", "{i}", "Q1"), packet('M', "<a>"));
        line.say(packet('D', 'R', "{rcpt_addr}", "b"), packet('R', "<b>"));
        line.say(packet('D', 'E', "i", "Q2"), packet('E'));
        line.say(packet('D', 'E', "i", "Q3"), packet('E'));
        line.say(packet('K'), packet('D', 'E', "i", "Q4"));

        assertThat(line.told().stream().filter(call -> call.startsWith("macros")))
                .containsExactly(
                        "macros CONNECT j=mx.example i= auth=",
                        "macros MAIL j=mx.example i=Q1 auth=ann",
                        "macros END_OF_MESSAGE j=mx.example i=Q2 auth=ann",
                        "macros END_OF_MESSAGE j=mx.example i=Q3 auth=",
                        "macros END_OF_MESSAGE j= i=Q4 auth=");
    }

    @Test
    void beginsANewMessageWhenAnEventCannotFollow() {
        line.say(Mta.POSTFIX_OFFER);

        assertThat(line.say(
                        packet('M', "<a>"), packet('R', "<b>"), packet('M', "<c>"), packet('N'), packet('R', "<d>")))
                .hasSize(5);
        line.say(packet('U', "FOO"), packet('H', "again"));

        assertThat(line.told())
                .containsExactly(
                        "mail a []",
                        "rcpt b []",
                        "abort",
                        "mail c []",
                        "eoh",
                        "abort",
                        "rcpt d []",
                        "unknown FOO",
                        "abort",
                        "helo again");
    }

    @Test
    void takesAFinalReplyForTheEndOfTheMessageButNotAtRcpt() {
        line.filter.answering(Event.RCPT, new Reply.Reject()).answering(Event.HEADER, new Reply.Discard());
        line.say(Mta.POSTFIX_OFFER);

        assertThat(line.say(packet('M', "<a>"), packet('R', "<b>"), packet('R', "<c>"), header("A", "b")))
                .containsExactly("c", "r", "r", "d");
        assertThat(line.told()).containsExactly("mail a []", "rcpt b []", "rcpt c []", "header A:b 1", "abort");
    }

    @Test
    void skipsAndSparesTheFilterWhatAnOlderMtaStillSays() {
        line.filter.answering(Event.BODY, new Reply.Skip());
        line.say(Mta.options(4, 0x3f, 0x3ff));
        byte[] piece = packet('B', new byte[] {'x'});

        assertThat(line.say(piece, piece, packet('E'), piece)).containsExactly("c", "c", "c", "c");

        assertThat(line.told()).containsExactly("body x", "eom", "abort", "body x");
    }

    @Test
    void saysSkipToAnMtaThatKnowsIt() {
        line.filter.answering(Event.BODY, new Reply.Skip());
        line.say(Mta.POSTFIX_OFFER);

        assertThat(line.say(packet('B', new byte[] {'x'}))).containsExactly("s");
    }

    @Test
    void readsABodyThatComesWithTheEndOfTheMessage() {
        line.say(Mta.POSTFIX_OFFER);

        assertThat(line.say(packet('E', new byte[] {'x'}))).containsExactly("c");

        assertThat(line.told()).containsExactly("body x", "eom", "abort");
    }

    @Test
    void goesOnInOrderWhenAnAnswerTakesTime() {
        CompletableFuture<Reply> slow = new CompletableFuture<>();
        line.filter.answers.put(Event.MAIL, slow);
        line.say(Mta.POSTFIX_OFFER);

        assertThat(line.say(packet('M', "<a>"), packet('R', "<b>"))).isEmpty();
        assertThat(line.connection.inFlight()).isEqualTo(1);
        assertThat(line.told()).containsExactly("mail a []");
        slow.complete(new Reply.Accept());

        assertThat(line.hear()).containsExactly("a", "c");
        assertThat(line.connection.inFlight()).isZero();
    }

    @Test
    void holdsBackWhatFollowsAnUnansweredEventThatTakesTime() {
        CompletableFuture<Reply> slow = new CompletableFuture<>();
        line.filter.wishes = FakeFilter.quietly(EnumSet.allOf(Event.class));
        line.filter.answers.put(Event.HEADER, slow);
        line.say(Mta.POSTFIX_OFFER);

        assertThat(line.say(header("A", "b"), packet('E'))).isEmpty();
        assertThat(line.told()).containsExactly("header A:b 1");
        slow.complete(Reply.CONTINUE);

        assertThat(line.hear()).containsExactly("c");
    }

    @Test
    void saysThatItIsStillAtWorkUntilTheMessageIsDecided() {
        CompletableFuture<EndOfMessage> slow = new CompletableFuture<>();
        line.filter.end = slow;
        line.say(Mta.POSTFIX_OFFER);
        assertThat(line.say(packet('E'))).isEmpty();

        line.channel.advanceTimeBy(4, TimeUnit.SECONDS);
        line.channel.runScheduledPendingTasks();
        assertThat(line.hear()).isEmpty();
        line.channel.advanceTimeBy(1, TimeUnit.SECONDS);
        line.channel.runScheduledPendingTasks();
        assertThat(line.hear()).containsExactly("p");
        line.channel.advanceTimeBy(5, TimeUnit.SECONDS);
        line.channel.runScheduledPendingTasks();
        assertThat(line.hear()).containsExactly("p");
        slow.complete(EndOfMessage.UNCHANGED);
        assertThat(line.hear()).containsExactly("c");

        line.channel.advanceTimeBy(60, TimeUnit.SECONDS);
        line.channel.runScheduledPendingTasks();
        assertThat(line.hear()).isEmpty();
    }

    @Test
    void forgetsAnMtaThatLeftWhileItWaited() {
        CompletableFuture<EndOfMessage> slow = new CompletableFuture<>();
        line.filter.end = slow;
        line.say(Mta.POSTFIX_OFFER, packet('E'));
        line.told();

        line.channel.close();
        slow.complete(EndOfMessage.UNCHANGED);

        assertThat(line.hear()).isEmpty();
        assertThat(line.told()).containsExactly("abort", "closed");
    }

    @Test
    void finishesAMessageWhoseContentHasBegunWhenTheDaemonStops() {
        line.say(Mta.POSTFIX_OFFER, packet('M', "<a>"), header("A", "b"));

        line.connection.drain();
        line.hear();
        assertThat(line.channel.isOpen()).isTrue();
        assertThat(line.say(header("C", "d"), packet('E'))).containsExactly("c", "c");

        assertThat(line.channel.isOpen()).isFalse();
        assertThat(line.told()).endsWith("header C:d 1", "eom", "abort", "closed");
    }

    @Test
    void waitsForNoClientWhenTheDaemonStops() {
        line.say(Mta.POSTFIX_OFFER, packet('M', "<a>"), packet('R', "<b>"));

        line.connection.drain();
        line.hear();

        assertThat(line.channel.isOpen()).isFalse();
    }

    @Test
    void closesOnWhatIsNotTheProtocol() {
        List<byte[]> wrong = List.of(
                packet('M', "<a>"),
                Mta.options(1, 0x3f, 0x3f),
                packet('O', 6, 0x1ff),
                new byte[] {0, 0, 0, 0},
                new byte[] {0, 0x10, 0, 1},
                new byte[] {-1, -1, -1, -1},
                Mta.all(Mta.POSTFIX_OFFER, Mta.POSTFIX_OFFER),
                Mta.all(Mta.POSTFIX_OFFER, packet('X')),
                Mta.all(Mta.POSTFIX_OFFER, packet('D')),
                Mta.all(Mta.POSTFIX_OFFER, packet('D', 'X')),
                Mta.all(Mta.POSTFIX_OFFER, packet('D', 'M', "j")),
                Mta.all(Mta.POSTFIX_OFFER, packet('H', new byte[] {'a'})),
                Mta.all(Mta.POSTFIX_OFFER, packet('C', "a", '4', (short) 1)),
                Mta.all(Mta.POSTFIX_OFFER, packet('C', "a")));
        for (byte[] bytes : wrong) {
            Line other = new Line();
            other.say(bytes);

            assertThat(other.channel.isOpen()).isFalse();
            assertThat(other.count("guichet_protocol_errors")).isEqualTo(1);
            assertThat(other.count("guichet_internal_errors")).isZero();
            other.end();
        }
    }

    @Test
    void takesFieldsBeyond64KilobytesAndPiecesOfAnySize() {
        line.say(Mta.POSTFIX_OFFER);
        String value = "x".repeat(200_000);
        byte[] all = Mta.all(header("Big", value), packet('B', new byte[65535]), packet('E'));

        for (int from = 0; from < all.length; from += 4096) {
            line.give(all, from, Math.min(all.length, from + 4096));
        }

        assertThat(line.hear()).containsExactly("c", "c", "c");
        assertThat(line.told().get(0)).hasSize("header Big:".length() + 200_000 + " 200000".length());
    }

    @Test
    void understandsOneByteAtATime() {
        byte[] all = Mta.all(
                Mta.POSTFIX_OFFER,
                Mta.connect("a", "192.0.2.7"),
                Mta.message("a@example.org"),
                packet('A'),
                packet('Q'));
        for (int i = 0; i < all.length; i++) {
            line.give(all, i, i + 1);
        }

        assertThat(line.hear()).hasSize(9);
        assertThat(line.told()).hasSize(11).endsWith("abort", "closed");
        assertThat(line.channel.isOpen()).isFalse();
    }
}
