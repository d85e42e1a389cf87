package io.github.guichet.command;

import io.github.guichet.policyd.notice.MailConfig;
import io.github.guichet.policyd.notice.WebhookConfig;
import java.util.Optional;

/**
 * {@code [notify]}: how somebody is told of a breach beside the log.
 *
 * @param webhook where it is posted to; absent = nowhere
 * @param mail by which command and to whom it is mailed; absent = to nobody
 */
public record NotifySection(Optional<WebhookConfig> webhook, Optional<MailConfig> mail) {

    /** The log alone. */
    static final NotifySection NONE = new NotifySection(Optional.empty(), Optional.empty());
}
