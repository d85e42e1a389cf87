package io.github.guichet.dovecotauth.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.account.AccountRecord;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TicketDeskTest {

    private final AtomicLong now = new AtomicLong();
    private final TicketDesk desk = new TicketDesk(now::get);

    private void issue() {
        desk.issue(
                1,
                2,
                "cookie",
                new LoginResult.Accepted("alice", AccountRecord.EMPTY, AccountRecord.EMPTY),
                new LoginRequest("PLAIN", Map.of()));
    }

    @Test
    void aTicketIsGivenOutOnce() {
        issue();
        assertThat(desk.redeem(1, 2, "cookie")).isPresent();
        assertThat(desk.redeem(1, 2, "cookie")).isEmpty();
    }

    @Test
    void aWrongCookieGetsNothingAndSpoilsNothing() {
        issue();
        assertThat(desk.redeem(1, 2, "cookiE")).isEmpty();
        assertThat(desk.redeem(1, 2, "")).isEmpty();
        assertThat(desk.redeem(1, 2, "cookie")).isPresent();
    }

    @Test
    void aTicketExpires() {
        issue();
        now.addAndGet(Duration.ofSeconds(151).toNanos());
        assertThat(desk.redeem(1, 2, "cookie")).isEmpty();
    }
}
