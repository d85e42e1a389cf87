package io.github.guichet.command;

import io.github.guichet.lookup.embedded.Change;
import io.github.guichet.lookup.embedded.Logins;
import io.github.guichet.lookup.embedded.Mailboxes.Mailbox;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet mailbox}. */
@Command(
        name = "mailbox",
        description = {
            "Manages the mailboxes of the embedded store.",
            "Exit status: 0 it is as asked, 1 it is not, 64 wrong usage."
        })
final class MailboxCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds a mailbox. It has no password until guichet mailbox password gives it one.")
    int add(@Mixin StoreOption store, @Mixin MailboxOptions options, @Parameters(paramLabel = "ADDRESS") String address)
            throws CommandFailure, BadConfigurationException {
        MailboxOptions.LoginSettings logins = options.logins();
        return store.changeUser(
                address, s -> both(s.mailboxes().add(address, options.settings()), logins.write(s, address)));
    }

    @Command(name = "set", mixinStandardHelpOptions = true, description = "Changes what is given, leaves the rest.")
    int set(@Mixin StoreOption store, @Mixin MailboxOptions options, @Parameters(paramLabel = "ADDRESS") String address)
            throws CommandFailure, BadConfigurationException {
        MailboxOptions.LoginSettings logins = options.logins();
        return store.changeUser(
                address, s -> both(s.mailboxes().set(address, options.settings()), logins.write(s, address)));
    }

    private static Change both(Change one, Change other) {
        return Change.of(one == Change.DONE || other == Change.DONE);
    }

    @Command(
            name = "password",
            mixinStandardHelpOptions = true,
            description = {
                "Sets the password. Asks for it twice on a terminal, or takes the first line of standard input.",
                "With --app it adds a password for one application, which lets in beside the others, does not expire, and is named"
                        + " in the log."
            })
    int password(
            @Mixin StoreOption store,
            @Mixin SchemeOption scheme,
            @Option(names = "--app", paramLabel = "NAME", description = "The password of this application.")
                    Optional<String> app,
            @Option(names = "--remove", description = "Take the password away instead.") boolean remove,
            @Option(names = "--list", description = "List the application passwords instead: name and time of making.")
                    boolean list,
            @Parameters(paramLabel = "ADDRESS") String address)
            throws CommandFailure, BadConfigurationException {
        if (list) {
            return listAppPasswords(store, address);
        }
        if (remove) {
            return store.changeUser(
                    address,
                    s -> app.isPresent()
                            ? s.logins().removeAppPassword(address, app.get())
                            : s.logins().removePassword(address));
        }
        // Whether there is such a mailbox is said before somebody types a password.
        String own = store.read(s -> s.mailboxes().get(address)).address();
        String hash = scheme.hash(LogIns.schemes(), own);
        return store.changeUser(
                address,
                s -> app.isPresent()
                        ? s.logins().addAppPassword(address, app.get(), hash)
                        : s.mailboxes().setPassword(address, hash));
    }

    private int listAppPasswords(StoreOption store, String address) throws CommandFailure, BadConfigurationException {
        store.read(s -> s.logins().appPasswords(address))
                .forEach(app -> spec.commandLine().getOut().println(app.name() + "\t" + app.created()));
        return ExitStatus.OK;
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Removes a mailbox and its send-as rights. Mail on disk stays.")
    int remove(@Mixin StoreOption store, @Parameters(paramLabel = "ADDRESS") String address)
            throws CommandFailure, BadConfigurationException {
        return store.changeUser(address, s -> s.mailboxes().remove(address));
    }

    @Command(name = "enable", mixinStandardHelpOptions = true, description = "Makes a mailbox take mail again.")
    int enable(@Mixin StoreOption store, @Parameters(paramLabel = "ADDRESS") String address)
            throws CommandFailure, BadConfigurationException {
        return store.changeUser(address, s -> s.mailboxes().setActive(address, true));
    }

    @Command(name = "disable", mixinStandardHelpOptions = true, description = "Makes a mailbox unknown, and keeps it.")
    int disable(@Mixin StoreOption store, @Parameters(paramLabel = "ADDRESS") String address)
            throws CommandFailure, BadConfigurationException {
        return store.changeUser(address, s -> s.mailboxes().setActive(address, false));
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one mailbox.")
    int show(@Mixin StoreOption store, @Mixin ListOption as, @Parameters(paramLabel = "ADDRESS") String address)
            throws CommandFailure, BadConfigurationException {
        return as.show(
                spec,
                store.read(s ->
                        logins(entry(s.mailboxes().get(address)), s.logins().get(address))));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists mailboxes.")
    int list(
            @Mixin StoreOption store,
            @Mixin ListOption as,
            @Parameters(arity = "0..1", paramLabel = "DOMAIN", description = "Only of this domain.")
                    Optional<String> domain)
            throws CommandFailure, BadConfigurationException {
        List<Mailbox> mailboxes = store.read(s -> s.mailboxes().list(domain));
        return as.list(spec, mailboxes.stream().map(MailboxCommand::entry).toList());
    }

    private static StoreEntry entry(Mailbox mailbox) {
        return new StoreEntry()
                .with("address", mailbox.address())
                .with("active", mailbox.active())
                .with("password", mailbox.hasPassword())
                .withNumber("quota", mailbox.settings().quota())
                .withNumber("uid", mailbox.settings().uid())
                .withNumber("gid", mailbox.settings().gid())
                .withText("home", mailbox.settings().home())
                .withText("maildir", mailbox.settings().maildir());
    }

    private static StoreEntry logins(StoreEntry entry, Logins.Login login) {
        return entry.with(
                        "services",
                        login.services().stream()
                                .map(service -> service.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .toList())
                .withText("password-expires", login.passwordExpiry().map(Instant::toString))
                .withText(
                        "proxy",
                        login.proxyHost()
                                .map(host -> host
                                        + login.proxyPort()
                                                .map(port -> ":" + port)
                                                .orElse("")));
    }
}
