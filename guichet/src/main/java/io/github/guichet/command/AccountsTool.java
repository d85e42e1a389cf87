package io.github.guichet.command;

import io.github.guichet.dovecotauth.login.AuthObserver;
import io.github.guichet.dovecotauth.login.Authenticator;
import io.github.guichet.dovecotauth.login.LoginConfig;
import io.github.guichet.lookup.account.Accounts;
import java.time.Duration;

/** Accounts as the commands of the command line ask them: by the rules of the daemon, on the sources themselves. */
final class AccountsTool implements AutoCloseable {

    private final RunningConfiguration running;
    private final Authenticator authenticator;

    private AccountsTool(RunningConfiguration running, Authenticator authenticator) {
        this.running = running;
        this.authenticator = authenticator;
    }

    /**
     * Opens.
     *
     * @throws CommandFailure when the configuration has no accounts
     */
    static AccountsTool open(Configuration configuration) throws CommandFailure {
        if (configuration.accounts().isEmpty()) {
            throw new CommandFailure(ExitStatus.CONFIG, "the configuration has no section [accounts]");
        }
        RunningConfiguration running = RunningConfiguration.forAccounts(configuration);
        Accounts accounts = running.accounts().orElseThrow();
        LoginConfig config = configuration
                .dovecotAuth()
                .map(DovecotAuthSection::login)
                .orElse(LoginConfig.DEFAULT)
                // Nobody guesses here, and nobody waits.
                .withDelays(Duration.ZERO, Duration.ZERO);
        return new AccountsTool(
                running,
                new Authenticator(
                        accounts,
                        LogIns.schemes(),
                        config,
                        AuthObserver.NONE,
                        OpenLockouts.forTools(configuration.state())));
    }

    Authenticator authenticator() {
        return authenticator;
    }

    @Override
    public void close() {
        authenticator.close();
        running.close();
    }
}
