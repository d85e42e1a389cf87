package io.github.guichet.dovecotauth.login;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.guichet.dovecotauth.scheme.PasswordSchemes;
import io.github.guichet.dovecotauth.scheme.SchemeException;
import io.github.guichet.dovecotauth.scheme.SchemeLimits;
import io.github.guichet.lookup.CacheConfig;
import io.github.guichet.lookup.CacheMemory;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.account.AccountRecord;
import io.github.guichet.lookup.account.AccountTable;
import io.github.guichet.lookup.account.Accounts;
import io.github.guichet.lookup.account.BindCheck;
import io.github.guichet.lookup.account.FileLockouts;
import io.github.guichet.lookup.account.UserNames;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** An authenticator with everything around it under a test's control. */
final class LoginSite implements AutoCloseable {

    static final String SLOW = "SHA512-CRYPT";

    final PasswordSchemes schemes = PasswordSchemes.create(SchemeLimits.forHeap(1L << 30));
    final FakeSource passwords;
    final FakeSource users = new FakeSource();
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<String> results = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);
    private final List<Authenticator> open = new ArrayList<>();

    Instant now = Instant.parse("2026-11-21T12:00:00Z");
    final FileLockouts lockouts = FileLockouts.inMemory(() -> now);
    LoginConfig config = LoginConfig.DEFAULT;
    UserNames names = UserNames.DEFAULT;
    boolean states = true;
    boolean withUsers = true;
    boolean withPasswords = true;
    boolean withList = true;
    Optional<BindCheck> bind = Optional.empty();
    String defaultScheme = "PLAIN";
    AccountRecord passwordDefaults = AccountRecord.EMPTY;
    AccountRecord userDefaults = AccountRecord.EMPTY;
    CacheConfig cache = CacheConfig.DEFAULT;

    LoginSite(String... variables) {
        passwords = new FakeSource(variables);
    }

    Authenticator open() {
        Accounts accounts = new Accounts(
                names,
                withPasswords ? Optional.of(table("passdb", passwords)) : Optional.empty(),
                bind,
                withUsers ? Optional.of(table("userdb", users)) : Optional.empty(),
                withList ? Optional.of(users) : Optional.empty(),
                defaultScheme,
                passwordDefaults,
                userDefaults,
                states);
        Authenticator authenticator = new Authenticator(
                accounts,
                schemes,
                config,
                (service, mechanism, result) -> results.add(result.name()),
                lockouts,
                new Authenticator.Surroundings(
                        ticker(), () -> now, ZoneOffset.UTC, InetAddress::getByName, logger(lines)));
        open.add(authenticator);
        return authenticator;
    }

    private AccountTable table(String name, FakeSource source) {
        return new AccountTable(name, source, cache, new CacheMemory(1L << 30), LookupObserver.NONE);
    }

    Ticker ticker() {
        return nanos::get;
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        now = now.plus(time);
    }

    /** A logger that keeps its lines. */
    static Logger logger(List<String> lines) {
        return (Logger) Proxy.newProxyInstance(
                LoginSite.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                    if (method.getReturnType() == boolean.class) {
                        return true;
                    }
                    if (arguments != null && arguments[0] instanceof String format) {
                        Object[] more = arguments.length == 2 && arguments[1] instanceof Object[] array
                                ? array
                                : java.util.Arrays.copyOfRange(arguments, 1, arguments.length);
                        lines.add(method.getName() + " "
                                + MessageFormatter.arrayFormat(format, more).getMessage());
                    }
                    return null;
                });
    }

    /** A stored password. */
    String hash(String scheme, String password) {
        try {
            return schemes.hash(scheme, "", password.getBytes(StandardCharsets.UTF_8), OptionalInt.empty());
        } catch (SchemeException e) {
            throw new AssertionError(e);
        }
    }

    /** An attempt by PLAIN from 203.0.113.7: names and values of more facts in turns. */
    static LoginRequest request(String service, String... more) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("service", service);
        facts.put("rip", "203.0.113.7");
        for (int i = 0; i < more.length; i += 2) {
            facts.put(more[i], more[i + 1]);
        }
        return new LoginRequest("PLAIN", facts);
    }

    static LoginResult login(Login login, LoginRequest request, String user, String password) {
        return login.password(request, "", user, password)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    static LoginResult login(Login login, String user, String password) {
        return login(login, request("imap"), user, password);
    }

    @Override
    public void close() {
        open.forEach(Authenticator::close);
    }
}
