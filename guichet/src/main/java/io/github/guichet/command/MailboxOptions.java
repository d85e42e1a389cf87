package io.github.guichet.command;

import io.github.guichet.lookup.embedded.Change;
import io.github.guichet.lookup.embedded.EmbeddedStore;
import io.github.guichet.lookup.embedded.Logins;
import io.github.guichet.lookup.embedded.Mailboxes.Settings;
import io.github.guichet.lookup.embedded.StoreException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What can be set on a mailbox, and on logging in to it. */
final class MailboxOptions {

    private static final Pattern PROXY = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:]+))(?::([0-9]{1,5}))?");

    @Option(
            names = "--maildir",
            paramLabel = "PATH",
            description = "Where virtual(8) puts the mail, below virtual_mailbox_base; a slash at the end makes it a"
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

    Settings settings() {
        return new Settings(maildir, home, uid, gid, quota);
    }

    @Option(
            names = "--services",
            paramLabel = "NAMES",
            description =
                    "What it may be used for, and nothing else: smtp, imap, pop3, sieve, with commas between them;"
                            + " all, or none.")
    private Optional<String> services = Optional.empty();

    @Option(
            names = "--password-expires",
            paramLabel = "TIME",
            description = "From when on its password is refused: 2027-01-31, or 2027-01-31T12:00:00Z; never.")
    private Optional<String> expiry = Optional.empty();

    @Option(
            names = "--proxy",
            paramLabel = "HOST[:PORT]",
            description = "Where log-ins are passed on to, [ADDRESS]:PORT for IPv6; none.")
    private Optional<String> proxy = Optional.empty();

    /** What is to change about logging in; absent = as it is. */
    record LoginSettings(
            Optional<Set<Logins.Service>> services, Optional<Optional<Instant>> expiry, Optional<Proxy> proxy) {

        Change write(EmbeddedStore store, String address) throws StoreException {
            boolean changed = false;
            Logins logins = store.logins();
            if (services.isPresent()) {
                changed |= logins.setServices(address, services.get()) == Change.DONE;
            }
            if (expiry.isPresent()) {
                changed |= logins.setPasswordExpiry(address, expiry.get()) == Change.DONE;
            }
            if (proxy.isPresent()) {
                changed |=
                        logins.setProxy(address, proxy.get().host(), proxy.get().port()) == Change.DONE;
            }
            return Change.of(changed);
        }
    }

    private record Proxy(Optional<String> host, Optional<Integer> port) {}

    /**
     * What was given.
     *
     * @throws CommandFailure when it makes no sense; before anything is changed
     */
    LoginSettings logins() throws CommandFailure {
        return new LoginSettings(
                services.isPresent() ? Optional.of(services(services.get())) : Optional.empty(),
                expiry.isPresent() ? Optional.of(time(expiry.get())) : Optional.empty(),
                proxy.isPresent() ? Optional.of(proxy(proxy.get())) : Optional.empty());
    }

    private static CommandFailure wrong(String message) {
        return new CommandFailure(ExitStatus.USAGE, message);
    }

    private static Set<Logins.Service> services(String words) throws CommandFailure {
        if (words.equals("all")) {
            return EnumSet.allOf(Logins.Service.class);
        }
        Set<Logins.Service> services = EnumSet.noneOf(Logins.Service.class);
        if (words.equals("none")) {
            return services;
        }
        for (String word : words.split(",", -1)) {
            try {
                services.add(Logins.Service.valueOf(word.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw wrong("--services: \"" + word + "\" is none of smtp, imap, pop3, sieve");
            }
        }
        return services;
    }

    private static Optional<Instant> time(String text) throws CommandFailure {
        if (text.equals("never")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.length() == "2027-01-31".length()
                            ? LocalDate.parse(text)
                                    .atStartOfDay(ZoneId.systemDefault())
                                    .toInstant()
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            throw wrong("--password-expires: \"" + text
                    + "\" is neither a time such as 2027-01-31 or 2027-01-31T12:00:00Z" + " nor never");
        }
    }

    private static Proxy proxy(String text) throws CommandFailure {
        if (text.equals("none")) {
            return new Proxy(Optional.empty(), Optional.empty());
        }
        Matcher parts = PROXY.matcher(text);
        if (!parts.matches()) {
            throw wrong("--proxy: \"" + text + "\" is not HOST or HOST:PORT");
        }
        Optional<String> host = Optional.ofNullable(parts.group(1)).or(() -> Optional.ofNullable(parts.group(2)));
        return new Proxy(host, Optional.ofNullable(parts.group(3)).map(Integer::valueOf));
    }
}
