package io.github.guichet.command;

import io.github.guichet.lookup.account.Lockout;
import io.github.guichet.policyd.notice.ShellWord;
import io.github.guichet.server.AdminCommand;
import io.github.guichet.server.AdminException;
import java.util.List;
import java.util.Optional;

/** Answers {@code guichet unlock} NAME; the first character of the reply says whether somebody was unlocked. */
final class AdminUnlock implements AdminCommand {

    static final String NAME = "unlock";

    /** What a reply begins with when nobody of that name was locked. */
    static final String NOBODY = "-";

    /** What it begins with otherwise. */
    static final String DONE = "+";

    private final LockableAccounts accounts;

    AdminUnlock(LockableAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String run(List<String> arguments) throws AdminException {
        if (arguments.size() != 1) {
            throw new AdminException("unlock NAME");
        }
        LockableAccounts.Named account = accounts.account(arguments.get(0));
        StringBuilder text = new StringBuilder();
        for (String name : account.all()) {
            Optional<Lockout> before = accounts.lockouts().unlock(name);
            before.ifPresent(lockout -> text.append(lockout.user()).append(" is unlocked\n"));
        }
        if (text.length() == 0) {
            return NOBODY + account.user() + " is not locked out\n";
        }
        accounts.forget(account);
        accounts.notKept().ifPresent(why -> text.append("warning: ").append(why).append('\n'));
        return DONE + text + "A Dovecot that remembers log-ins forgets with:\n  doveadm auth cache flush "
                + ShellWord.of(account.user()) + "\n";
    }
}
