package io.github.guichet.command;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.lookup.sendas.SendAs;
import io.github.guichet.milter.check.AuthResultsCheck;
import io.github.guichet.milter.check.AuthResultsCheckConfig;
import io.github.guichet.milter.check.DisplayNameCheck;
import io.github.guichet.milter.check.DisplayNameCheckConfig;
import io.github.guichet.milter.check.HeaderFromCheck;
import io.github.guichet.milter.check.HeaderFromCheckConfig;
import io.github.guichet.milter.check.HeadersCheck;
import io.github.guichet.milter.check.HeadersCheckConfig;
import io.github.guichet.milter.check.PrivacyCheck;
import io.github.guichet.milter.check.PrivacyCheckConfig;
import io.github.guichet.milter.check.RecipientsCheck;
import io.github.guichet.milter.check.RecipientsCheckConfig;
import io.github.guichet.milter.rule.Check;
import java.util.List;
import java.util.Optional;

/** Makes what rules of the milter look and change with. For one thread. */
final class MilterCheckOpener {

    private final RunningConfiguration running;
    private final AddressConfig address;
    private final Optional<String> authservId;

    /**
     * An opener.
     *
     * @param running has the maps that checks ask
     * @param address what is to be known of addresses
     * @param authservId who says in Authentication-Results: what it says
     */
    MilterCheckOpener(RunningConfiguration running, AddressConfig address, Optional<String> authservId) {
        this.running = running;
        this.address = address;
        this.authservId = authservId;
    }

    /** The check of a rule. */
    Check open(String rule, MilterCheck check) {
        if (check instanceof MilterCheck.HeaderFrom from) {
            return headerFrom(from);
        } else if (check instanceof MilterCheck.DisplayName name) {
            return new DisplayNameCheck(
                    running.sendAs(),
                    new DisplayNameCheckConfig(name.fields(), name.addresses(), tables(name.domains()), address));
        } else if (check instanceof MilterCheck.AuthResults results) {
            return new AuthResultsCheck(new AuthResultsCheckConfig(
                    authservId, results.also(), results.remove(), results.add(), results.login()));
        } else if (check instanceof MilterCheck.Privacy privacy) {
            return new PrivacyCheck(new PrivacyCheckConfig(privacy.received(), privacy.remove()));
        }
        return check instanceof MilterCheck.Recipients recipients
                ? recipients(recipients)
                : headers(rule, (MilterCheck.Headers) check);
    }

    private Check headerFrom(MilterCheck.HeaderFrom from) {
        SendAs rights = running.sendAs()
                .orElseThrow(() -> new IllegalStateException("the configuration was not checked: no send-as"));
        return new HeaderFromCheck(
                rights,
                new HeaderFromCheckConfig(
                        from.fields(), tables(from.exceptions()), from.refuseMissing(), from.rewrite(), address));
    }

    private Check recipients(MilterCheck.Recipients recipients) {
        return new RecipientsCheck(new RecipientsCheckConfig(
                recipients.max(),
                recipients.maxMap().map(running::neededTable),
                tables(recipients.domains()),
                recipients.refuseForeign(),
                recipients.foreignMap().map(running::neededTable),
                address));
    }

    private Check headers(String rule, MilterCheck.Headers headers) {
        return new HeadersCheck(new HeadersCheckConfig(
                rule,
                headers.remove(),
                headers.set(),
                headers.add(),
                mapped(headers.setMap()),
                mapped(headers.addMap()),
                address));
    }

    private List<HeadersCheckConfig.Mapped> mapped(List<MilterCheck.FieldFromMap> fields) {
        return fields.stream()
                .map(field ->
                        new HeadersCheckConfig.Mapped(field.name(), running.neededTable(field.map()), field.key()))
                .toList();
    }

    private List<Table> tables(List<String> names) {
        return names.stream().map(running::neededTable).toList();
    }
}
