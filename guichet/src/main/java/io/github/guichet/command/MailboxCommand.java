package io.github.guichet.command;

import io.github.guichet.lookup.embedded.Mailboxes.Mailbox;
import io.github.guichet.lookup.embedded.Mailboxes.Settings;
import java.util.List;
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

    /** What can be set on a mailbox. */
    static final class SettingOptions {
        @Option(
                names = "--maildir",
                paramLabel = "PATH",
                description =
                        "Where virtual(8) puts the mail, below virtual_mailbox_base; a slash at the end makes it a"
                                + " maildir. For a new mailbox domain/local-part/ if not given.")
        private Optional<String> maildir = Optional.empty();

        @Option(names = "--home", paramLabel = "DIR", description = "The home directory.")
        private Optional<String> home = Optional.empty();

        @Option(names = "--uid", paramLabel = "NUMBER", description = "The numeric owner of its files.")
        private Optional<Long> uid = Optional.empty();

        @Option(names = "--gid", paramLabel = "NUMBER", description = "The numeric group of its files.")
        private Optional<Long> gid = Optional.empty();

        @Option(
                names = "--quota",
                paramLabel = "SIZE",
                converter = ByteCount.class,
                description = "In bytes, or with K, M, G or T; 0 = none.")
        private Optional<Long> quota = Optional.empty();

        private Settings settings() {
            return new Settings(maildir, home, uid, gid, quota);
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds a mailbox. It has no password: nobody can log in to it.")
    int add(
            @Mixin StoreOption store,
            @Mixin SettingOptions settings,
            @Parameters(paramLabel = "ADDRESS") String address)
            throws CommandFailure, BadConfigurationException {
        return store.change(s -> s.mailboxes().add(address, settings.settings()));
    }

    @Command(name = "set", mixinStandardHelpOptions = true, description = "Changes what is given, leaves the rest.")
    int set(
            @Mixin StoreOption store,
            @Mixin SettingOptions settings,
            @Parameters(paramLabel = "ADDRESS") String address)
            throws CommandFailure, BadConfigurationException {
        return store.change(s -> s.mailboxes().set(address, settings.settings()));
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Removes a mailbox and its send-as rights. Mail on disk stays.")
    int remove(@Mixin StoreOption store, @Parameters(paramLabel = "ADDRESS") String address)
            throws CommandFailure, BadConfigurationException {
        return store.change(s -> s.mailboxes().remove(address));
    }

    @Command(name = "enable", mixinStandardHelpOptions = true, description = "Makes a mailbox take mail again.")
    int enable(@Mixin StoreOption store, @Parameters(paramLabel = "ADDRESS") String address)
            throws CommandFailure, BadConfigurationException {
        return store.change(s -> s.mailboxes().setActive(address, true));
    }

    @Command(name = "disable", mixinStandardHelpOptions = true, description = "Makes a mailbox unknown, and keeps it.")
    int disable(@Mixin StoreOption store, @Parameters(paramLabel = "ADDRESS") String address)
            throws CommandFailure, BadConfigurationException {
        return store.change(s -> s.mailboxes().setActive(address, false));
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one mailbox.")
    int show(@Mixin StoreOption store, @Mixin ListOption as, @Parameters(paramLabel = "ADDRESS") String address)
            throws CommandFailure, BadConfigurationException {
        return as.show(spec, entry(store.read(s -> s.mailboxes().get(address))));
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
}
