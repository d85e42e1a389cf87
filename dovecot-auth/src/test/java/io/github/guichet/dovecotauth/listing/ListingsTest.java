package io.github.guichet.dovecotauth.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ListingsTest {

    private final List<String> asked = new ArrayList<>();

    @Test
    void someAtATimeSomeWaitAndFurtherOnesAreRefused() {
        Listings listings = new Listings(Runnable::run, 2, 1);
        assertThat(listings.begin(() -> asked.add("a"))).isTrue();
        assertThat(listings.begin(() -> asked.add("b"))).isTrue();
        assertThat(listings.begin(() -> asked.add("c"))).isTrue();
        assertThat(listings.begin(() -> asked.add("d"))).isFalse();
        assertThat(asked).containsExactly("a", "b");
        listings.ended();
        assertThat(asked).containsExactly("a", "b", "c");
        listings.ended();
        listings.ended();
        assertThat(listings.begin(() -> asked.add("e"))).isTrue();
        assertThat(listings.begin(() -> asked.add("f"))).isTrue();
        assertThat(asked).containsExactly("a", "b", "c", "e", "f");
    }

    @Test
    void aDaemonThatStopsRefuses() {
        Listings listings = new Listings(
                task -> {
                    throw new RejectedExecutionException("stopped");
                },
                1,
                0);
        assertThat(listings.begin(() -> asked.add("a"))).isFalse();
        assertThat(listings.begin(() -> asked.add("b"))).isFalse();
        assertThat(asked).isEmpty();
    }
}
