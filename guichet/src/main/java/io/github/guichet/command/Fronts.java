package io.github.guichet.command;

import io.github.guichet.dovecotauth.DovecotAuthDaemon;
import io.github.guichet.dovecotauth.login.HashQueue;
import io.github.guichet.metrics.CounterStoreMetrics;
import io.github.guichet.metrics.HashMetrics;
import io.github.guichet.milter.rule.RuleFilter;
import io.github.guichet.milter.wire.MilterDaemon;
import io.github.guichet.policyd.wire.PolicyDaemon;
import io.github.guichet.server.ListenException;
import io.github.guichet.server.Listeners;
import io.github.guichet.socketmap.SocketmapDaemon;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The daemons, with their addresses and connections. One is made when a configuration first has a section for it; from then on it lives as
 * long as the process, and listens nowhere while there is no such section. Each question goes to the current generation. Changed by one
 * thread at a time.
 */
final class Fronts {

    private final Lifelong shared;
    private final Generations generations;
    private final GenerationOpener opener;
    private final CurrentLogIns currentLogIns;
    private volatile Optional<SocketmapDaemon> socketmap = Optional.empty();
    private volatile Optional<PolicyDaemon> policy = Optional.empty();
    private volatile Optional<MilterDaemon> milter = Optional.empty();
    private volatile Optional<RuleFilter> filter = Optional.empty();
    private volatile Optional<DovecotAuthDaemon> dovecotAuth = Optional.empty();

    Fronts(Lifelong shared, Generations generations, GenerationOpener opener) {
        this.shared = shared;
        this.generations = generations;
        this.opener = opener;
        this.currentLogIns = new CurrentLogIns(generations);
    }

    /**
     * Binds what is new in a configuration.
     *
     * @param changes receives what is to be committed when the generation is current, or aborted
     * @throws ListenException when something cannot be bound; what was bound before is in the changes
     */
    void prepare(Generation next, List<Listeners.Change> changes) throws ListenException {
        Configuration configuration = next.configuration();
        boolean serves = configuration.socketmap().isPresent() && opener.runs(SocketmapDaemon.NAME);
        if (serves && socketmap.isEmpty()) {
            socketmap = Optional.of(new SocketmapDaemon(
                    name -> generations.current().table(name), shared.loops(), shared.daemons(), shared.lookups()));
        }
        if (socketmap.isPresent()) {
            changes.add(socketmap.get().prepare(configuration.socketmap().filter(section -> serves)));
        }
        if (next.logIns().isPresent() && dovecotAuth.isEmpty()) {
            dovecotAuth = Optional.of(logIns(next.logIns().get()));
        }
        if (dovecotAuth.isPresent()) {
            changes.add(dovecotAuth
                    .get()
                    .prepare(next.logIns().map(logIns -> logIns.section().daemon())));
        }
        if (next.policy().isPresent() && policy.isEmpty()) {
            policy = Optional.of(policy());
        }
        if (policy.isPresent()) {
            changes.add(policy.get()
                    .prepare(next.policy().map(service -> service.section().daemon())));
        }
        if (next.milter().isPresent() && milter.isEmpty()) {
            RuleFilter rules = new RuleFilter(shared.milters());
            filter = Optional.of(rules);
            milter = Optional.of(new MilterDaemon(rules, shared.loops(), shared.daemons()));
        }
        if (milter.isPresent()) {
            changes.add(milter.get()
                    .prepare(next.milter().map(service -> service.section().daemon())));
        }
    }

    private DovecotAuthDaemon logIns(LogIns first) {
        HashMetrics.register(
                shared.registry(),
                () -> generations
                        .newest(Generation::logIns)
                        .map(logIns -> logIns.authenticator().hashQueue())
                        .orElseGet(() -> new HashQueue(0, 0, 0)));
        return new DovecotAuthDaemon(
                first.clients(),
                new DovecotAuthDaemon.Answers(
                        first.mechanisms(currentLogIns), currentLogIns, currentLogIns, List.of(currentLogIns)),
                shared.loops(),
                shared.daemons());
    }

    private PolicyDaemon policy() {
        PolicyStateMetrics.register(
                shared.registry(),
                () -> generations
                        .newest(Generation::policy)
                        .map(PolicyService::rules)
                        .orElse(List.of()),
                shared.accounting(),
                () -> generations
                        .newest(Generation::policy)
                        .map(service -> service.section().topLogins())
                        .orElse(0));
        CounterStoreMetrics.register(
                shared.registry(),
                () -> generations
                        .newest(Generation::policy)
                        .map(service -> service.stores().all())
                        .orElse(List.of()));
        return new PolicyDaemon(
                request -> generations
                        .ask(Generation::policy, service -> service.desk().decide(request))
                        .orElseGet(() -> CompletableFuture.failedFuture(
                                new IllegalStateException("there is no policy service any more"))),
                shared.loops(),
                shared.daemons());
    }

    /** This generation is current now: offers its mechanisms, and judges messages by its rules. */
    void follow(Generation current) {
        filter.ifPresent(rules -> current.filter(service -> service.install(rules)));
        current.logIns()
                .ifPresent(logIns -> dovecotAuth.ifPresent(
                        daemon -> daemon.offer(logIns.clients(), logIns.mechanisms(currentLogIns))));
    }

    /** Whether connections that are about to end still need what only an older generation has. */
    boolean isLeaving(Generation old) {
        Generation now = generations.current();
        return (old.policy().isPresent()
                        && now.policy().isEmpty()
                        && policy.filter(daemon -> daemon.connections() > 0).isPresent())
                || (old.logIns().isPresent()
                        && now.logIns().isEmpty()
                        && dovecotAuth
                                .filter(daemon -> daemon.connections() > 0)
                                .isPresent())
                || (old.milter().isPresent()
                        && now.milter().isEmpty()
                        && milter.filter(daemon -> daemon.connections() > 0).isPresent());
    }

    /** What {@code guichet status} shows. May be asked by any thread. */
    ServerStatus view() {
        return new ServerStatus(() -> generations.current().running(), this::listening, shared.logs()::shown);
    }

    private List<ServerStatus.Listening> listening() {
        Generation now = generations.current();
        List<ServerStatus.Listening> listening = new ArrayList<>();
        socketmap
                .filter(daemon -> !daemon.addresses().isEmpty())
                .ifPresent(daemon -> listening.add(
                        new ServerStatus.Listening(SocketmapDaemon.NAME, daemon::addresses, daemon::connections)));
        policy.filter(daemon -> now.policy().isPresent())
                .ifPresent(daemon -> listening.add(
                        new ServerStatus.Listening(PolicyDaemon.NAME, daemon::addresses, daemon::connections)));
        milter.filter(daemon -> now.milter().isPresent())
                .ifPresent(daemon -> listening.add(
                        new ServerStatus.Listening(MilterDaemon.NAME, daemon::addresses, daemon::connections)));
        dovecotAuth
                .filter(daemon -> now.logIns().isPresent())
                .ifPresent(daemon -> listening.add(
                        new ServerStatus.Listening(DovecotAuthDaemon.NAME, daemon::addresses, daemon::connections)));
        return listening;
    }

    /** Stops to listen, and answers what was asked. */
    CompletableFuture<Void> stop() {
        List<CompletableFuture<Void>> stopping = new ArrayList<>();
        socketmap.ifPresent(daemon -> stopping.add(daemon.stop()));
        policy.ifPresent(daemon -> stopping.add(daemon.stop()));
        milter.ifPresent(daemon -> stopping.add(daemon.stop()));
        dovecotAuth.ifPresent(daemon -> stopping.add(daemon.stop()));
        return CompletableFuture.allOf(stopping.toArray(CompletableFuture<?>[]::new));
    }
}
