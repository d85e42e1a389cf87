package io.github.guichet.command;

import io.github.guichet.dovecotauth.DovecotAuthDaemon;
import io.github.guichet.milter.wire.MilterDaemon;
import io.github.guichet.policyd.notice.Notices;
import io.github.guichet.policyd.wire.PolicyDaemon;
import java.util.Optional;
import java.util.Set;

/** Opens what a configuration speaks of. Connects to nobody. For one thread. */
final class GenerationOpener {

    private final Lifelong shared;
    private final Set<String> only;

    /**
     * An opener.
     *
     * @param only names of the daemons to run; empty = all that have a section
     */
    GenerationOpener(Lifelong shared, Set<String> only) {
        this.shared = shared;
        this.only = only;
    }

    /** Whether a daemon is to run, if it has a section. */
    boolean runs(String daemon) {
        return only.isEmpty() || only.contains(daemon);
    }

    /**
     * Opens it beside the one that is in use.
     *
     * @param before in use now, whose place it is to take
     */
    Generation open(Configuration configuration, Optional<Generation> before) {
        shared.lookups().maps(LookupMetrics.names(configuration));
        RunningConfiguration running = RunningConfiguration.beside(
                configuration, shared.lookups(), shared.memory(), before.map(Generation::running));
        Optional<LogIns> logIns = Optional.empty();
        Optional<PolicyService> policy = Optional.empty();
        boolean opened = false;
        try {
            Notices notices = notices(configuration, before);
            logIns = configuration
                    .dovecotAuth()
                    .filter(section -> runs(DovecotAuthDaemon.NAME))
                    .map(section -> logIns(section, running, before));
            policy = configuration
                    .policy()
                    .filter(section -> runs(PolicyDaemon.NAME))
                    .map(section -> policy(section, configuration, running, notices, before));
            Optional<MilterService> milter = configuration
                    .milter()
                    .filter(section -> runs(MilterDaemon.NAME))
                    .map(section -> milter(section, configuration, running));
            running.sources().forEach(source -> shared.lookups().source(source.name()));
            Generation generation = new Generation(configuration, running, logIns, policy, milter, notices);
            opened = true;
            return generation;
        } finally {
            if (!opened) {
                policy.ifPresent(PolicyService::close);
                logIns.ifPresent(LogIns::close);
                running.close();
            }
        }
    }

    /** Those of before, if they would be the same: they know what they told a moment ago. */
    private Notices notices(Configuration configuration, Optional<Generation> before) {
        return before.filter(old -> sameNotices(old.configuration(), configuration))
                .map(Generation::notices)
                .orElseGet(() -> OpenNotices.of(configuration, shared.lockouts(), shared.notices()));
    }

    private static boolean sameNotices(Configuration one, Configuration other) {
        return one.notices().equals(other.notices())
                && LockableAccounts.names(one.accounts()).equals(LockableAccounts.names(other.accounts()));
    }

    private LogIns logIns(DovecotAuthSection section, RunningConfiguration running, Optional<Generation> before) {
        shared.logIns().mechanisms(section.mechanisms());
        String accounts = running.heritage().definition(AccountsConfig.PASSWORDS);
        boolean sameAccounts = before.filter(old -> old.running()
                        .heritage()
                        .definition(AccountsConfig.PASSWORDS)
                        .equals(accounts))
                .isPresent();
        return LogIns.open(
                section,
                running.accounts().orElseThrow(),
                shared.logIns(),
                shared.lockouts(),
                before.flatMap(Generation::logIns),
                sameAccounts);
    }

    private PolicyService policy(
            PolicySection section,
            Configuration configuration,
            RunningConfiguration running,
            Notices notices,
            Optional<Generation> before) {
        shared.policies().rules(section.rules());
        return PolicyService.open(
                section,
                configuration,
                running,
                new PolicyService.Surroundings(
                        shared.lookups(),
                        shared.policies(),
                        shared.accounting(),
                        shared::counters,
                        shared.lockouts(),
                        LockableAccounts.nameOf(configuration.accounts()),
                        notices),
                before.flatMap(Generation::policy));
    }

    private MilterService milter(MilterSection section, Configuration configuration, RunningConfiguration running) {
        shared.milters().rules(section.rules());
        return MilterService.open(section, configuration, running);
    }
}
