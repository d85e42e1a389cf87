package io.github.guichet.policyd.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderPatternTest {

    @ParameterizedTest
    @CsvSource({
        "Alice@Example.ORG., alice@example.org",
        "alice99@example.org, alice99@example.org",
        "a.b+shop@example.org, a.b+shop@example.org",
        "list-return-12345-bob=here.example@lists.example, list-return-#-bob=here.example@lists.example",
        "bounce-4711_HTML-99@mailer.example, bounce-#_html-#@mailer.example",
        "0100018f2ab3c4d5-1b4e28ba-2fa1-11d2-883f-0016d3cca427-000000@ses.example, #-#-#-#-#-#-#@ses.example",
        "msprvs1=18a2bZq9x8y7=bounces-1-2@mailer.example, msprvs1=#=bounces-#-#@mailer.example",
        "prvs=3087ab12cd=alice@example.org, prvs=#=alice@example.org",
        "btv1==0871ab0cdef==alice@example.org, btv1==#==alice@example.org",
        "SRS0=Q3aB=7X=far.example=alice@forwarder.example, srs0=#=#=far.example=alice@forwarder.example",
        "SRS0+Zz9=8Y=far.example=list-77@forwarder.example, srs0+#=#=far.example=list-#@forwarder.example",
        "SRS1=abCD=one.example==HHH=TT=far.example=alice@two.example, srs1=#=one.example==#=#=far.example=alice@two.example",
        "alice, alice"
    })
    void whatChangesFromMailToMailIsTakenOut(String sender, String pattern) {
        assertThat(SenderPattern.of(sender)).isEqualTo(pattern);
    }

    @ParameterizedTest
    @CsvSource({"prvs=3087ab12cd=alice@example.org, prvs=0123ff00aa=alice@example.org", "x-1@a.example, x-2@A.example"})
    void twoMailsOfOneSenderAreAlike(String one, String other) {
        assertThat(SenderPattern.of(one)).isEqualTo(SenderPattern.of(other));
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.org, bob@example.org",
        "alice@example.org, alice@example.com",
        "prvs=3087ab12cd=alice@example.org, prvs=3087ab12cd=bob@example.org"
    })
    void twoSendersAreNot(String one, String other) {
        assertThat(SenderPattern.of(one)).isNotEqualTo(SenderPattern.of(other));
    }

    @Property
    void anySenderHasAPatternWhichIsItsOwn(@ForAll String sender) {
        assertThatCode(() -> {
                    String pattern = SenderPattern.of(sender);
                    assertThat(pattern.isEmpty()).isEqualTo(sender.isEmpty());
                })
                .doesNotThrowAnyException();
    }
}
