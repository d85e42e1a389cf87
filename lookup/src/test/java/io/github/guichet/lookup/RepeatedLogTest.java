package io.github.guichet.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class RepeatedLogTest {

    private final List<String> lines = new ArrayList<>();
    private final Logger logger = (Logger) java.lang.reflect.Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("warn")) {
                    lines.add((String) arguments[0]);
                }
                return null;
            });

    @Test
    void aRepeatedCauseIsLoggedOnce() {
        RepeatedLog log = new RepeatedLog(logger);
        for (int i = 0; i < 1000; i++) {
            log.warn("dead", "it is dead");
        }
        log.warn("slow", "it is slow");
        assertThat(lines).containsExactly("it is dead", "it is slow");
    }
}
