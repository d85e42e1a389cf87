package io.github.guichet.command;

import io.github.guichet.lookup.account.Lockout;
import io.github.guichet.lookup.account.TooManyLockoutsException;
import io.github.guichet.policyd.notice.ShellWord;
import io.github.guichet.server.AdminCommand;
import io.github.guichet.server.AdminException;
import java.util.List;
import java.util.Optional;

/** Answers {@code guichet lockout}: {@code list}, or {@code user} NAME and a reason, which may be empty. */
final class AdminLockout implements AdminCommand {

    static final String NAME = "lockout";

    private final LockableAccounts accounts;

    AdminLockout(LockableAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String run(List<String> arguments) throws AdminException {
        if (arguments.equals(List.of("list"))) {
            return list();
        }
        if (arguments.size() != 3 || !arguments.get(0).equals("user")) {
            throw new AdminException("lockout list, or lockout user NAME REASON");
        }
        return lock(arguments.get(1), arguments.get(2));
    }

    private String list() {
        StringBuilder text = new StringBuilder();
        for (Lockout one : accounts.lockouts().all()) {
            text.append(one.user()).append('\t').append(one.since()).append('\t');
            text.append(one.by()).append('\t').append(one.reason()).append('\n');
        }
        return text.toString();
    }

    private String lock(String given, String reason) throws AdminException {
        LockableAccounts.Named account = accounts.account(given);
        StringBuilder text = new StringBuilder();
        try {
            Optional<Lockout> before = accounts.lockouts().lock(account.user(), Lockout.ADMINISTRATOR, reason);
            text.append(account.user());
            before.ifPresentOrElse(
                    lockout -> text.append(" was locked out already, since ")
                            .append(lockout.since())
                            .append(" by ")
                            .append(lockout.by())
                            .append(lockout.reason().isEmpty() ? "" : ": " + lockout.reason()),
                    () -> text.append(" is locked out: it can neither log in nor send; mail to it is delivered"));
        } catch (TooManyLockoutsException | IllegalArgumentException e) {
            throw new AdminException(String.valueOf(e.getMessage()));
        }
        accounts.forget(account);
        text.append('\n');
        if (!account.doubt().isEmpty()) {
            text.append("warning: ").append(account.doubt()).append('\n');
        }
        accounts.notKept().ifPresent(why -> text.append("warning: ").append(why).append('\n'));
        String user = ShellWord.of(account.user());
        return text.append(
                        "Sessions that are open go on. To end them, run where Dovecot runs:\n  doveadm auth cache flush ")
                .append(user)
                .append("\n  doveadm kick ")
                .append(user)
                .append('\n')
                .toString();
    }
}
