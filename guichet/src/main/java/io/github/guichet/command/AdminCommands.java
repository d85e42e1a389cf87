package io.github.guichet.command;

import io.github.guichet.log.AdminLog;
import io.github.guichet.server.AdminCommand;
import io.github.guichet.server.AdminException;
import io.github.guichet.status.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/** What the process can be told over its admin socket, by what the current configuration has. */
final class AdminCommands {

    private AdminCommands() {}

    static List<AdminCommand> of(Generations generations, Status status, Lifelong shared, AdminReload reload) {
        List<AdminCommand> commands = new ArrayList<>();
        for (AdminCommand command : of(generations, generations.current(), status, shared)) {
            commands.add(new OfCurrent(command.name(), generations, status, shared));
        }
        commands.add(reload); // holds no generation: it is about to end one
        return commands;
    }

    private static List<AdminCommand> of(
            Generations generations, Generation generation, Status status, Lifelong shared) {
        Configuration configuration = generation.configuration();
        RunningConfiguration running = generation.running();
        var authenticator = generation.logIns().map(LogIns::authenticator);
        AdminFlush flush = new AdminFlush(running, configuration.address(), authenticator);
        // They wait for answers about an account first; what they make forget is of the generation that is current
        // then.
        AdminCommand flushCurrent = new OfCurrent(AdminFlush.NAME, generations, status, shared);
        LockableAccounts lockable =
                new LockableAccounts(shared.lockouts(), configuration.accounts(), authenticator, flushCurrent);
        List<AdminCommand> commands = new ArrayList<>(List.of(
                new AdminStatus(status),
                flush,
                new AdminLockout(lockable),
                new AdminUnlock(lockable),
                new AdminNotifyTest(generation.notices()),
                new AdminLog(shared.logs())));
        generation.policy().ifPresent(service -> commands.addAll(service.commands()));
        return commands;
    }

    /** A command of the generation that is current when it is run, which stays open until it is done. */
    private record OfCurrent(String name, Generations generations, Status status, Lifelong shared)
            implements AdminCommand {

        @Override
        public String run(List<String> arguments) throws AdminException {
            if (!name.equals(AdminFlush.NAME)) {
                return runNow(arguments);
            }
            // Others that hold it wait for nothing: an event loop may be behind who waits for them.
            Lock lock = generations.forgetting();
            lock.lock();
            try {
                return runNow(arguments);
            } finally {
                lock.unlock();
            }
        }

        private String runNow(List<String> arguments) throws AdminException {
            try (Generations.Lease lease = generations.lease()) {
                Optional<AdminCommand> command = of(generations, lease.generation(), status, shared).stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst();
                return command.orElseThrow(() -> new AdminException(name + " is not served any more"))
                        .run(arguments);
            }
        }
    }
}
