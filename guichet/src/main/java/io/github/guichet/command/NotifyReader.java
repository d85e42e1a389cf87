package io.github.guichet.command;

import io.github.guichet.policyd.notice.MailConfig;
import io.github.guichet.policyd.notice.WebhookConfig;
import io.github.guichet.server.ConfigSection;
import io.github.guichet.server.ConfigText;
import io.github.guichet.server.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code [notify]}. */
final class NotifyReader {

    private static final int MOST_ADDRESSES = 20;
    private static final int SHORTEST_SECRET = 16;

    private NotifyReader() {}

    static NotifySection read(Optional<ConfigSection> section) {
        return section.map(s -> new NotifySection(webhook(s), mail(s))).orElse(NotifySection.NONE);
    }

    private static Optional<MailConfig> mail(ConfigSection section) {
        List<String> to = new ArrayList<>();
        for (ConfigText text : section.texts("to")) {
            address(section, text).ifPresent(to::add);
        }
        if (to.size() > MOST_ADDRESSES) {
            section.problem("to", "must be at most " + MOST_ADDRESSES + " addresses");
        }
        Optional<String> from = section.text("from").flatMap(text -> address(section, text));
        Optional<Path> sendmail = section.path("sendmail");
        if (!section.has("to")) {
            for (String key : List.of("from", "sendmail")) {
                if (section.has(key)) {
                    section.problem(key, "means nothing without to");
                }
            }
            return Optional.empty();
        }
        if (!section.has("from")) {
            section.missing("from", "is missing: the sender of the mail, such as \"guichet@mx1.example.org\"");
        }
        Path command = sendmail.orElse(MailConfig.SENDMAIL);
        if (!Files.isRegularFile(command) || !Files.isExecutable(command)) {
            String what = command + " is not there or may not be run by this user";
            if (section.has("sendmail")) {
                sendmail.ifPresent(path -> section.problem("sendmail", what));
            } else {
                section.missing("sendmail", "is missing: " + what);
            }
        }
        return to.isEmpty() || from.isEmpty() ? Optional.empty() : Optional.of(new MailConfig(to, from.get(), command));
    }

    private static Optional<String> address(ConfigSection section, ConfigText text) {
        if (MailConfig.isAddress(text.text())) {
            return Optional.of(text.text());
        }
        section.problem(text, 0, "must be a plain address, such as postmaster@elsewhere.example");
        return Optional.empty();
    }

    /** The address may hold a token, as those of many chat services do, so it is read as a secret and never shown. */
    private static Optional<WebhookConfig> webhook(ConfigSection section) {
        Optional<Secret> url = section.secret("webhook");
        Optional<Secret> secret = section.secret("webhook-secret");
        boolean allowHttp = section.bool("webhook-allow-http").orElse(false);
        String given = key(section, "webhook");
        if (!section.has(given)) {
            for (String key : List.of(key(section, "webhook-secret"), "webhook-allow-http")) {
                if (section.has(key)) {
                    section.problem(key, "means nothing without webhook");
                }
            }
            return Optional.empty();
        }
        secret.filter(s -> s.reveal().length() < SHORTEST_SECRET)
                .ifPresent(s -> section.problem(
                        key(section, "webhook-secret"),
                        "must have at least " + SHORTEST_SECRET + " characters, such as openssl rand -hex 32 prints"));
        Optional<String> wrong = url.flatMap(u -> WebhookConfig.wrong(u.reveal(), allowHttp));
        wrong.ifPresent(why -> section.problem(given, why));
        return url.filter(u -> wrong.isEmpty()).map(u -> new WebhookConfig(URI.create(u.reveal()), secret));
    }

    /** Under which of its three names a secret is given. */
    private static String key(ConfigSection section, String key) {
        for (String one : List.of(key + "-file", key + "-credential")) {
            if (section.has(one)) {
                return one;
            }
        }
        return key;
    }
}
