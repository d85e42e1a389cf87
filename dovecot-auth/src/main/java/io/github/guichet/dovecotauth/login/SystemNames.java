package io.github.guichet.dovecotauth.login;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers of system users or groups, by name: passwd(5), group(5). Peers want numbers, and an administrator may have written
 * {@code vmail}. Only the file is read, never a directory service, so that nobody waits; it is read again when a name is missing,
 * at most every ten seconds. Safe for use by many threads.
 */
final class SystemNames {

    private static final Logger LOG = LoggerFactory.getLogger(SystemNames.class);
    private static final long PAUSE_NANOS = 10_000_000_000L;

    private record Content(Map<String, String> numbers, long readAt) {}

    private final Path file;
    private final Ticker ticker;
    private volatile Content content;

    SystemNames(Path file, Ticker ticker) {
        this.file = file;
        this.ticker = ticker;
        this.content = new Content(Map.of(), ticker.read() - PAUSE_NANOS);
    }

    /** The number; a number is itself. */
    Optional<String> number(String name) {
        if (isNumber(name)) {
            return Optional.of(name);
        }
        Content now = content;
        if (!now.numbers().containsKey(name) && ticker.read() - now.readAt() >= PAUSE_NANOS) {
            now = new Content(read(), ticker.read());
            content = now;
        }
        return Optional.ofNullable(now.numbers().get(name));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private Map<String, String> read() {
        Map<String, String> numbers = new HashMap<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                String[] fields = line.split(":", -1);
                if (fields.length >= 3 && isNumber(fields[2])) {
                    numbers.putIfAbsent(fields[0], fields[2]);
                }
            }
        } catch (IOException e) {
            LOG.warn("cannot read {}: {}", file, e.toString());
        }
        return Map.copyOf(numbers);
    }
}
