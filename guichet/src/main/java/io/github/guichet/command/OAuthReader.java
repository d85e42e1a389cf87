package io.github.guichet.command;

import io.github.guichet.dovecotauth.oauth.KeyLocation;
import io.github.guichet.dovecotauth.oauth.OAuthConfig;
import io.github.guichet.dovecotauth.sasl.OAuthHints;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.Nearest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code [dovecot-auth.oauth]}: which access tokens are good. */
final class OAuthReader {

    private static final Duration LONGEST = Duration.ofDays(7);

    private OAuthReader() {}

    static Optional<OAuthSection> read(Optional<ConfigSection> section) {
        return section.flatMap(OAuthReader::read);
    }

    private static Optional<OAuthSection> read(ConfigSection section) {
        Optional<KeyLocation> keys = keys(section);
        List<String> algorithms = algorithms(section);
        List<String> issuers = section.strings("issuer");
        List<String> audiences = section.strings("audience");
        List<String> scopes = section.strings("scope");
        String userClaim = section.string("user-claim").orElse(OAuthConfig.USER_CLAIM);
        if (userClaim.isEmpty()) {
            section.problem("user-claim", "must be the name of a claim, such as \"" + OAuthConfig.USER_CLAIM + "\"");
        }
        Optional<Duration> skew = section.duration("skew", Duration.ZERO, Duration.ofHours(1));
        Optional<Duration> refresh = section.duration("refresh", Duration.ofSeconds(1), LONGEST);
        Optional<Duration> keep = section.duration("keep", Duration.ofSeconds(1), LONGEST);
        Optional<Duration> deadline = section.duration(
                "deadline", SourcesReader.SHORTEST_DEADLINE, Duration.ofSeconds(9)); // Postfix waits for 10 s
        OAuthHints hints = new OAuthHints(String.join(" ", scopes), section.string("openid-configuration"));
        if (keys.isEmpty() || userClaim.isEmpty() || algorithms.isEmpty()) {
            return Optional.empty();
        }
        OAuthConfig defaults = OAuthConfig.with(keys.get());
        return Optional.of(new OAuthSection(
                new OAuthConfig(
                        keys.get(),
                        algorithms,
                        issuers,
                        audiences,
                        scopes,
                        userClaim,
                        skew.orElse(defaults.skew()),
                        refresh.orElse(defaults.refresh()),
                        keep.orElse(defaults.keep()),
                        deadline.orElse(defaults.deadline())),
                hints));
    }

    private static Optional<KeyLocation> keys(ConfigSection section) {
        Optional<Path> file = section.path("jwks-file");
        Optional<ConfigText> url = section.text("jwks-url");
        file.flatMap(UnusableFile::reason).ifPresent(reason -> section.problem("jwks-file", reason));
        if (section.has("jwks-file") && section.has("jwks-url")) {
            section.problem("jwks-url", "cannot be together with jwks-file: the keys are in one place");
        }
        if (!section.has("jwks-file") && !section.has("jwks-url")) {
            section.missing("jwks-url", "is missing, and so is jwks-file: where the provider's keys are");
        }
        if (file.isPresent()) {
            return Optional.of(new KeyLocation.File(file.get()));
        }
        try {
            return url.map(text -> new KeyLocation.Url(URI.create(text.text())));
        } catch (IllegalArgumentException e) {
            section.problem(
                    url.orElseThrow(),
                    0,
                    "must be an address with https, or with http on 127.0.0.1: who can change the keys can be anybody");
            return Optional.empty();
        }
    }

    private static List<String> algorithms(ConfigSection section) {
        List<String> algorithms = new ArrayList<>();
        for (ConfigText text : section.texts("algorithms")) {
            if (OAuthConfig.ALGORITHMS.contains(text.text())) {
                algorithms.add(text.text());
            } else {
                section.problem(
                        text,
                        0,
                        "must be one of " + String.join(", ", OAuthConfig.ALGORITHMS)
                                + Nearest.hint(text.text(), OAuthConfig.ALGORITHMS));
            }
        }
        return section.has("algorithms") ? algorithms : OAuthConfig.ALGORITHMS;
    }
}
