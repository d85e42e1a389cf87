package io.github.guichet.policyd.notice;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.guichet.lookup.account.FileLockouts;
import io.github.guichet.lookup.account.TooManyLockoutsException;
import io.github.guichet.lookup.counter.Limit;
import io.github.guichet.lookup.counter.Limits;
import io.github.guichet.lookup.counter.Usage;
import io.github.guichet.policyd.notice.Notice.Lock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of breaches, and locks the logins that are to be locked. A breach is logged always; what is the same within a minute is left out,
 * and more than {@value #MOST_IN_AN_HOUR} in an hour are logged only, so that a flood of senders does not become a flood of mail. Safe
 * for use by many threads; sending has a thread for each way.
 */
public final class Notices implements BreachListener, AutoCloseable {

    static final int MOST_IN_AN_HOUR = 60;

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final Duration SAME = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int REMEMBERED = 10_000;
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

    private record Told(String rule, Breach.Kind kind, String subject, Limit limit) {}

    private final String host;
    private final FileLockouts lockouts;
    private final UnaryOperator<String> names;
    private final NoticeObserver observer;
    private final InstantSource clock;
    private final NoticeLog log;
    private final List<NoticeQueue> queues = new ArrayList<>();
    private final List<ScheduledThreadPoolExecutor> threads = new ArrayList<>();
    private final Deque<Instant> sent = new ArrayDeque<>(); // guarded by itself
    private final Cache<Told, Instant> told = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(REMEMBERED)
            .build();

    /**
     * Notices by these ways; by none of them, only the log.
     *
     * @param host the name of this host
     * @param lockouts where logins are locked
     * @param names makes a login the name of its account
     */
    public Notices(
            String host,
            Optional<WebhookConfig> webhook,
            Optional<MailConfig> mail,
            FileLockouts lockouts,
            UnaryOperator<String> names,
            NoticeObserver observer) {
        this(host, lockouts, names, observer, InstantSource.system(), LoggerFactory.getLogger(NoticeLog.LOGGER));
        webhook.ifPresent(config -> open(new Webhook(config, clock, Webhook.LONGEST)));
        mail.ifPresent(config -> open(new Sendmail(config, Sendmail.LONGEST)));
    }

    Notices(
            String host,
            FileLockouts lockouts,
            UnaryOperator<String> names,
            NoticeObserver observer,
            InstantSource clock,
            Logger log) {
        this.host = NoticeText.clean(host);
        this.lockouts = lockouts;
        this.names = names;
        this.observer = observer;
        this.clock = clock;
        this.log = new NoticeLog(log);
    }

    private void open(Channel channel) {
        String name = "guichet-notice-" + channel.way().name().toLowerCase(Locale.ROOT);
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread one = new Thread(task, name);
            one.setDaemon(true);
            return one;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        threads.add(thread);
        add(channel, (task, after) -> {
            var unused = thread.schedule(task, after.toNanos(), TimeUnit.NANOSECONDS);
        });
    }

    void add(Channel channel, NoticeQueue.Later later) {
        queues.add(new NoticeQueue(channel, later, clock, observer));
    }

    @Override
    public void breached(Breach breach) {
        try {
            tell(breach, breach.kind() == Breach.Kind.LOCKOUT ? lock(breach) : Lock.OPEN);
        } catch (RuntimeException e) {
            LOG.error("a defect while a breach of rule {} was to be told", breach.rule(), e);
        }
    }

    private Lock lock(Breach breach) {
        String account = names.apply(breach.login());
        Usage usage = breach.usage();
        try {
            boolean before = lockouts.lock(account, breach.rule(), usage.used() + " of " + Limits.text(usage.limit()))
                    .isPresent();
            return before ? Lock.BEFORE : Lock.LOCKED;
        } catch (TooManyLockoutsException | IllegalArgumentException e) {
            LOG.error("rule {}: a login could not be locked: {}", breach.rule(), e.getMessage());
            return Lock.FAILED;
        }
    }

    private void tell(Breach breach, Lock lock) {
        Told what = new Told(
                breach.rule(), breach.kind(), breach.subject(), breach.usage().limit());
        Instant now = clock.instant();
        Instant last = told.asMap().put(what, now);
        if (last != null && Duration.between(last, now).abs().compareTo(SAME) < 0 && lock != Lock.LOCKED) {
            return;
        }
        Notice notice = new Notice(UUID.randomUUID().toString(), now, host, breach, lock, false);
        log.told(notice);
        observer.told(NoticeObserver.Way.LOG, NoticeObserver.Result.SENT);
        boolean many = !queues.isEmpty() && isTooMany(now);
        for (NoticeQueue queue : queues) {
            if (many) {
                queue.dropped(notice, MOST_IN_AN_HOUR + " were sent within an hour; see the log");
            } else {
                queue.add(notice);
            }
        }
    }

    private boolean isTooMany(Instant now) {
        synchronized (sent) {
            while (!sent.isEmpty() && Duration.between(sent.getFirst(), now).compareTo(HOUR) >= 0) {
                sent.removeFirst();
            }
            if (sent.size() >= MOST_IN_AN_HOUR) {
                return true;
            }
            sent.addLast(now);
            return false;
        }
    }

    /**
     * Sends an example by each way, once. Blocks until the last has been taken or refused, at most as long as each way may take.
     *
     * @return a line each: the way, {@code ok} or {@code failed}, and what the other side said; empty if there is no way
     */
    public List<String> test() throws InterruptedException {
        Breach example = new Breach(
                "example",
                Breach.Kind.OVER,
                "alice@example.org",
                "alice@example.org",
                new Usage(new Limit(100, HOUR), 101),
                "450 4.7.1 an example",
                clock.instant(),
                List.of("192.0.2.0/24"),
                List.of("example.net"));
        Notice notice = new Notice(UUID.randomUUID().toString(), clock.instant(), host, example, Lock.OPEN, true);
        List<String> lines = new ArrayList<>();
        for (NoticeQueue queue : queues) {
            String way = queue.channel().way().name().toLowerCase(Locale.ROOT);
            try {
                lines.add(way + ": ok: " + queue.channel().send(notice));
                observer.told(queue.channel().way(), NoticeObserver.Result.SENT);
            } catch (NoticeException e) {
                lines.add(way + ": failed: " + e.getMessage());
                observer.told(queue.channel().way(), NoticeObserver.Result.FAILED);
            }
        }
        return lines;
    }

    /** Sends what was not tried yet, as long as that takes no more than some seconds, and says what is given up. Blocks. */
    @Override
    public void close() {
        Instant end = clock.instant().plus(LONGEST_STOP);
        threads.forEach(ScheduledThreadPoolExecutor::shutdown);
        for (ScheduledThreadPoolExecutor thread : threads) {
            await(thread, Duration.between(clock.instant(), end).toMillis());
        }
        for (NoticeQueue queue : queues) {
            queue.close(() -> clock.instant().isBefore(end));
        }
    }

    private static void await(ScheduledThreadPoolExecutor thread, long millis) {
        try {
            if (thread.awaitTermination(Math.max(0, millis), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Runnable> unused = thread.shutdownNow();
    }
}
