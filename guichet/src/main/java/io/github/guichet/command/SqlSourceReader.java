package io.github.guichet.command;

import io.github.guichet.lookup.sql.SqlSourceConfig;
import io.github.guichet.lookup.sql.SqlTls;
import io.github.guichet.lookup.sql.SqlUrl;
import io.github.guichet.lookup.sql.SqlUrlException;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a source of type {@code sql}. */
final class SqlSourceReader {

    private static final Map<String, SqlTls.Mode> TLS = modes();

    private SqlSourceReader() {}

    private static Map<String, SqlTls.Mode> modes() {
        Map<String, SqlTls.Mode> modes = new LinkedHashMap<>();
        modes.put("auto", SqlTls.Mode.AUTOMATIC);
        modes.put("verified", SqlTls.Mode.VERIFIED);
        modes.put("opportunistic", SqlTls.Mode.OPPORTUNISTIC);
        modes.put("off", SqlTls.Mode.OFF);
        return modes;
    }

    static Optional<SourceConfig> read(ConfigSection section) {
        if (!section.has("url")) {
            section.missing("url", "is missing: the database, jdbc:mariadb://host/database");
        }
        Optional<SqlUrl> url = section.text("url").flatMap(text -> url(section, text));
        String user = section.string("user").orElse("");
        String password = section.secret("password").map(Secret::reveal).orElse("");
        SqlTls tls = new SqlTls(
                section.choice("tls", TLS).orElse(SqlTls.Mode.AUTOMATIC),
                file(section, "ca-file"),
                section.path("ca-directory"),
                file(section, "certificate-file"),
                file(section, "key-file"),
                section.string("ciphers").orElse(""));
        if (tls.certificate().isPresent() != tls.key().isPresent()) {
            section.problem(
                    tls.key().isPresent() ? "key-file" : "certificate-file",
                    "certificate-file and key-file are given together or not at all");
        }
        Optional<Integer> pool = section.integer("pool-size", 1, SourcesReader.LARGEST_POOL);
        Optional<Integer> queue = section.integer("queue", 1, SourcesReader.LONGEST_QUEUE);
        Optional<Duration> deadline =
                section.duration("deadline", SourcesReader.SHORTEST_DEADLINE, SourcesReader.LONGEST_DEADLINE);
        return url.map(u -> {
            SqlSourceConfig defaults = SqlSourceConfig.of(section.name(), u);
            return new SourceConfig.Sql(defaults.withLogin(user, password)
                    .withTls(tls)
                    .withBounds(
                            pool.orElse(defaults.poolSize()),
                            queue.orElse(defaults.queue()),
                            deadline.orElse(defaults.deadline())));
        });
    }

    /** A file that must be there when the daemon starts. */
    static Optional<Path> file(ConfigSection section, String key) {
        Optional<Path> file = section.path(key);
        file.filter(f -> !java.nio.file.Files.isReadable(f))
                .ifPresent(f -> section.problem(key, f + " is not there or may not be read by this user"));
        return file;
    }

    private static Optional<SqlUrl> url(ConfigSection section, ConfigText text) {
        try {
            return Optional.of(SqlUrl.parse(text.text()));
        } catch (SqlUrlException e) {
            section.problem(text, 0, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
