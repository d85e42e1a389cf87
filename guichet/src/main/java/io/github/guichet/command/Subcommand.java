package io.github.guichet.command;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A command that there is. Its class is loaded only when it is wanted.
 *
 * @param word as typed
 * @param factory makes the object that picocli fills in
 */
record Subcommand(String word, Supplier<Object> factory) {

    /** All of them, in the order of the help text. */
    static final List<Subcommand> ALL = List.of(
            new Subcommand("serve", ServeCommand::new),
            new Subcommand("check-config", CheckConfigCommand::new),
            new Subcommand("lookup", LookupCommand::new),
            new Subcommand("auth", AuthCommand::new),
            new Subcommand("user", UserCommand::new),
            new Subcommand("who-may-send-as", WhoMaySendAsCommand::new),
            new Subcommand("may-send", MaySendCommand::new),
            new Subcommand("export", ExportCommand::new),
            new Subcommand("doctor", DoctorCommand::new),
            new Subcommand("status", StatusCommand::new),
            new Subcommand("reload", ReloadCommand::new),
            new Subcommand("flush", FlushCommand::new),
            new Subcommand("lockout", LockoutCommand::new),
            new Subcommand("unlock", UnlockCommand::new),
            new Subcommand("decide", DecideCommand::new),
            new Subcommand("check-message", CheckMessageCommand::new),
            new Subcommand("limit", LimitCommand::new),
            new Subcommand("log", LogCommand::new),
            new Subcommand("notify-test", NotifyTestCommand::new),
            new Subcommand("domain", DomainCommand::new),
            new Subcommand("mailbox", MailboxCommand::new),
            new Subcommand("alias", AliasCommand::new),
            new Subcommand("sender", SenderCommand::new),
            new Subcommand("hash", HashCommand::new),
            new Subcommand("archive", ArchiveCommand::new));

    /** A new command object for picocli. */
    Object create() {
        return factory.get();
    }

    /** The command of a word. */
    static Optional<Subcommand> named(String word) {
        return ALL.stream().filter(c -> c.word.equals(word)).findFirst();
    }
}
