package io.github.guichet.lookup.passwdfile;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.guichet.lookup.Keys;
import io.github.guichet.lookup.Served;
import io.github.guichet.lookup.account.AccountAnswer;
import io.github.guichet.lookup.account.AccountList;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountRequest;
import io.github.guichet.lookup.account.AccountSource;
import io.github.guichet.lookup.file.WatchedFile;
import io.github.guichet.lookup.template.TemplateException;
import io.github.guichet.lookup.variable.VariableTemplate;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;

/**
 * A passwd-file: a passdb, a userdb and a list of users. It is held in memory and read again when it changes ({@link
 * WatchedFile}), so it needs no cache in front of it, and says so by depending on the password.
 *
 * <p>With variables in the path ({@code /etc/dovecot/%d/passwd}) there are as many files as domains, and a file that is not
 * there means that nobody is in it. Without any, a file that is not there makes all answers "unavailable".
 *
 * <p>Safe for use by many threads.
 */
public final class PasswdFile {

    /** So many files are held, when the path has variables. */
    private static final int MOST_FILES = 1000;

    private final String name;
    private final VariableTemplate path;
    private final Executor background;
    private final Optional<WatchedFile<Map<String, PasswdEntry>>> only;
    private final Cache<Path, WatchedFile<Map<String, PasswdEntry>>> files =
            Caffeine.newBuilder().maximumSize(MOST_FILES).build();

    /**
     * Reads the file, unless its path has variables.
     *
     * @param name for logs
     * @param path an absolute path
     * @param background runs what may block
     * @throws TemplateException where the path is wrong
     */
    public PasswdFile(String name, String path, Executor background) throws TemplateException {
        this.name = name;
        this.path = VariableTemplate.parse(path);
        this.background = background;
        if (!path.startsWith("/")) {
            throw new TemplateException(0, "the path of a passwd-file begins with a slash");
        }
        this.only = this.path.isDynamic() ? Optional.empty() : Optional.of(open(fixed()));
    }

    private Path fixed() throws TemplateException {
        try {
            return Path.of(path.expand(AccountRequest.of("nobody")));
        } catch (InvalidPathException e) {
            throw new TemplateException(0, "not a path");
        }
    }

    private WatchedFile<Map<String, PasswdEntry>> open(Path file) {
        return new WatchedFile<>(
                name,
                file,
                (bytes, warnings) -> PasswdEntries.read(bytes, UnixNames.ofThisHost(), warnings),
                background);
    }

    /** The passdb: {@code password} and all extra fields. */
    public AccountSource passwords() {
        return new Side((entry, request) -> List.of(entry.passwordRecord(request)));
    }

    /** The userdb: {@code uid}, {@code gid}, {@code home} and the extra fields that begin with {@code userdb_}, without that. */
    public AccountSource users() {
        return new Side(PasswdEntry::userRecord);
    }

    /** All that the userdb knows. */
    public AccountList list() {
        return () -> {
            if (only.isEmpty()) {
                return new Keys.Unlistable("users cannot be listed: the path of the file has variables");
            }
            Optional<Map<String, PasswdEntry>> entries = only.get().value();
            if (entries.isEmpty()) {
                return new Keys.Unavailable(name + ": " + only.get().failure());
            }
            return new Keys.Listed(entries.get().entrySet().stream()
                    .filter(e -> e.getValue().user().isPresent())
                    .map(Map.Entry::getKey)
                    .toList());
        };
    }

    private final class Side implements AccountSource {

        private final BiFunction<PasswdEntry, AccountRequest, List<AccountRecord>> records;

        Side(BiFunction<PasswdEntry, AccountRequest, List<AccountRecord>> records) {
            this.records = records;
        }

        @Override
        public Set<String> variables() {
            Set<String> facts = new HashSet<>(path.facts());
            facts.add(PASSWORD); // never cached, see above; and a line may use any fact
            return facts;
        }

        @Override
        public CompletableFuture<AccountAnswer> lookup(AccountRequest request) {
            if (only.isPresent()) {
                return CompletableFuture.completedFuture(answer(only.get(), request));
            }
            CompletableFuture<AccountAnswer> answer = new CompletableFuture<>();
            try {
                background.execute(() -> answer.complete(inItsFile(request)));
            } catch (RejectedExecutionException e) {
                answer.complete(new AccountAnswer.Unavailable(name + ": no thread is free to look into a file"));
            }
            return answer;
        }

        private AccountAnswer inItsFile(AccountRequest request) {
            Optional<Path> file = file(request);
            if (file.isEmpty() || Files.notExists(file.get())) {
                file.ifPresent(files::invalidate);
                return AccountAnswer.NOT_FOUND;
            }
            return answer(files.get(file.get(), PasswdFile.this::open), request);
        }

        private AccountAnswer answer(WatchedFile<Map<String, PasswdEntry>> file, AccountRequest request) {
            Optional<Map<String, PasswdEntry>> entries = file.value();
            if (entries.isEmpty()) {
                return new AccountAnswer.Unavailable(name + ": " + file.failure());
            }
            Optional<PasswdEntry> entry = Optional.ofNullable(entries.get().get(request.user()));
            Optional<String> broken = entry.flatMap(PasswdEntry::broken);
            if (broken.isPresent()) {
                return new AccountAnswer.Unavailable(name + ": " + broken.get());
            }
            List<AccountRecord> found =
                    entry.map(e -> records.apply(e, request)).orElse(List.of());
            return found.isEmpty() ? AccountAnswer.NOT_FOUND : new AccountAnswer.Found(found, Served.SOURCE);
        }
    }

    /** The file of a request; empty for one that would lead elsewhere: Dovecot cuts values at a slash. */
    private Optional<Path> file(AccountRequest request) {
        String text = path.expand(request, value -> {
            int slash = value.indexOf('/');
            return slash < 0 ? value : value.substring(0, slash);
        });
        try {
            Path file = Path.of(text);
            for (Path part : file) {
                if (part.toString().equals("..")) {
                    return Optional.empty();
                }
            }
            return Optional.of(file);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
