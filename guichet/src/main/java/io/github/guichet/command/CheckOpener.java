package io.github.guichet.command;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.alias.AliasExpansion;
import io.github.guichet.lookup.alias.AliasMaps;
import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.lookup.key.AddressConfig;
import io.github.guichet.policyd.check.AlwaysCheck;
import io.github.guichet.policyd.check.GreylistCheck;
import io.github.guichet.policyd.check.GreylistCheckConfig;
import io.github.guichet.policyd.check.ListAccessCheck;
import io.github.guichet.policyd.check.ListAccessCheckConfig;
import io.github.guichet.policyd.check.QuotaCheck;
import io.github.guichet.policyd.check.QuotaCheckConfig;
import io.github.guichet.policyd.check.RateCheck;
import io.github.guichet.policyd.check.RateConfig;
import io.github.guichet.policyd.check.RateMemory;
import io.github.guichet.policyd.check.RecipientCheck;
import io.github.guichet.policyd.check.RecipientCheckConfig;
import io.github.guichet.policyd.check.SendAsCheck;
import io.github.guichet.policyd.check.SendAsCheckConfig;
import io.github.guichet.policyd.notice.BreachListener;
import io.github.guichet.policyd.rule.Check;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Makes what rules look with. For one thread. */
final class CheckOpener {

    private static final InstantSource CLOCK = InstantSource.system();

    private final RunningConfiguration running;
    private final AddressConfig address;
    private final Function<StateStore, CounterStore> stores;
    private final BreachListener listener;
    private final Function<RateConfig, RateMemory> memories;

    /**
     * An opener.
     *
     * @param running has the maps that checks ask
     * @param address what is to be known of addresses
     * @param stores where they count
     * @param listener is told of breaches
     */
    CheckOpener(
            RunningConfiguration running,
            AddressConfig address,
            Function<StateStore, CounterStore> stores,
            BreachListener listener) {
        this(running, address, stores, listener, config -> new RateMemory(config.rule(), CLOCK));
    }

    /**
     * An opener for rules that go on with what others remember.
     *
     * @param memories gives each rule of rates its memory
     */
    CheckOpener(
            RunningConfiguration running,
            AddressConfig address,
            Function<StateStore, CounterStore> stores,
            BreachListener listener,
            Function<RateConfig, RateMemory> memories) {
        this.memories = memories;
        this.running = running;
        this.address = address;
        this.stores = stores;
        this.listener = listener;
    }

    /** The check of a rule. */
    Check open(String rule, PolicyCheck check) {
        if (check instanceof PolicyCheck.SendAs sendAs) {
            return new SendAsCheck(
                    running.sendAs().orElseThrow(() -> unchecked("send-as")),
                    new SendAsCheckConfig(sendAs.refuseUnauthenticated(), sendAs.refuseUnowned()));
        } else if (check instanceof PolicyCheck.Recipient recipient) {
            return new RecipientCheck(new RecipientCheckConfig(
                    tables(recipient.domains()), tables(recipient.recipients()), tables(recipient.backup()), address));
        } else if (check instanceof PolicyCheck.Quota quota) {
            return quota(rule, quota);
        } else if (check instanceof PolicyCheck.ListAccess list) {
            return new ListAccessCheck(
                    new ListAccessCheckConfig(table(list.access()), aliases(list.aliases()), address));
        } else if (check instanceof PolicyCheck.Rate rate) {
            return new RateCheck(
                    rate.config(),
                    rate.limitsMap().map(this::table),
                    stores.apply(rate.store()),
                    listener,
                    CLOCK,
                    memories.apply(rate.config()));
        }
        return check instanceof PolicyCheck.Greylist greylist ? greylist(rule, greylist) : new AlwaysCheck();
    }

    private Check quota(String rule, PolicyCheck.Quota quota) {
        return new QuotaCheck(new QuotaCheckConfig(
                rule,
                table(quota.quota()),
                table(quota.usage()),
                aliases(quota.aliases()),
                tables(quota.domains()),
                quota.grace(),
                quota.maxAge(),
                stores.apply(quota.store()).marks(),
                address,
                CLOCK));
    }

    private Check greylist(String rule, PolicyCheck.Greylist greylist) {
        return new GreylistCheck(new GreylistCheckConfig(
                rule,
                stores.apply(greylist.store()).marks(),
                greylist.delay(),
                greylist.retryWindow(),
                greylist.keep(),
                greylist.prefix(),
                greylist.clientAfter(),
                greylist.networkAfter(),
                greylist.learn(),
                address,
                CLOCK));
    }

    private Table table(String name) {
        return running.neededTable(name);
    }

    private List<Table> tables(List<String> names) {
        return names.stream().map(this::table).toList();
    }

    private AliasExpansion aliases(List<String> names) {
        return new AliasMaps(tables(names));
    }

    private static IllegalStateException unchecked(String missing) {
        return new IllegalStateException("the configuration was not checked: no " + missing);
    }
}
