package io.github.guichet.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.server.AdminException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {

    private static final LogSettings SETTINGS = new LogSettings(
            LogFormat.TEXT,
            LogLevel.WARNING,
            Map.of(LogArea.MILTER, LogLevel.DEBUG),
            AddressPrivacy.HASH,
            IpPrivacy.FULL);

    private final Logs logs = Logs.unused();
    private final AdminLog admin = new AdminLog(logs);
    private final Logger policy = Logger.getLogger("io.github.guichet.policyd.rule.X");
    private final Logger milter = Logger.getLogger("io.github.guichet.milter.rule.X");

    @BeforeEach
    void apply() {
        logs.apply(SETTINGS, Optional.empty());
    }

    @AfterEach
    void asBefore() {
        logs.apply(LogSettings.DEFAULT, Optional.empty());
    }

    @Test
    void anAreaHasTheLevelOfTheSettings() {
        assertThat(policy.isLoggable(Level.INFO)).isFalse();
        assertThat(milter.isLoggable(Level.FINE)).isTrue();
    }

    @Test
    void levelsChangeWhileItRunsAndComeBack() throws AdminException {
        assertThat(admin.run(List.of("level", "policy", "debug")).lines())
                .contains("policy      debug (configured: warning)", "milter      debug", "auth        warning");
        assertThat(policy.isLoggable(Level.FINE)).isTrue();

        admin.run(List.of("level", "error"));
        assertThat(milter.isLoggable(Level.WARNING)).isFalse();

        assertThat(admin.run(List.of("reset"))).doesNotContain("configured");
        assertThat(policy.isLoggable(Level.INFO)).isFalse();
        assertThat(milter.isLoggable(Level.FINE)).isTrue();
    }

    @Test
    void saysWhatItDoesNotKnow() {
        assertThatThrownBy(() -> admin.run(List.of("level", "polcy", "debug")))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("there is no area polcy; did you mean policy?");
        assertThatThrownBy(() -> admin.run(List.of("level", "loud")))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("there is no level loud");
        assertThatThrownBy(() -> admin.run(List.of("levels"))).isInstanceOf(AdminException.class);
    }

    @Test
    void theKeyOfHashesSurvivesTheProcess(@TempDir Path state) throws IOException {
        logs.apply(SETTINGS, Optional.of(state));
        Path file = state.resolve(LogKeys.FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(new LogKeys().of(Optional.of(state)).number("a"))
                .isEqualTo(new LogKeys().of(Optional.of(state)).number("a"))
                .isNotEqualTo(new LogKeys().of(Optional.empty()).number("a"));
        try (var files = Files.list(state)) {
            assertThat(files).containsExactly(file);
        }
        Files.writeString(file, "short");
        assertThat(new LogKeys().of(Optional.of(state)).number("a")).matches("#[0-9a-f]{12}");
    }
}
