package io.github.guichet.policyd.notice;

import io.github.guichet.policyd.notice.NoticeObserver.Result;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be sent on one way: at most {@value #MOST} notices. One that is not taken is tried again after 5 s, 10 s, 20 s … at most
 * 10 minutes, and given up 4 hours after it was written. Safe for use by many threads; sends on one.
 */
final class NoticeQueue {

    static final int MOST = 100;
    static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    static final Duration GIVEN_UP = Duration.ofHours(4);

    private static final Logger LOG = LoggerFactory.getLogger(NoticeQueue.class);

    /** Runs something after a while, one thing at a time; throws {@link RejectedExecutionException} when it is to end. */
    @FunctionalInterface
    interface Later {
        void run(Runnable task, Duration after);
    }

    private final Channel channel;
    private final Later later;
    private final InstantSource clock;
    private final NoticeObserver observer;
    private final Set<Notice> waiting = new LinkedHashSet<>(); // guarded by this
    private final Set<Notice> untried = new LinkedHashSet<>(); // guarded by this

    NoticeQueue(Channel channel, Later later, InstantSource clock, NoticeObserver observer) {
        this.channel = channel;
        this.later = later;
        this.clock = clock;
        this.observer = observer;
    }

    Channel channel() {
        return channel;
    }

    /** Takes a notice; does not block. */
    void add(Notice notice) {
        synchronized (this) {
            if (waiting.size() < MOST) {
                waiting.add(notice);
                untried.add(notice);
            }
        }
        if (!isWaiting(notice)) {
            dropped(notice, MOST + " wait already");
            return;
        }
        later(notice, FIRST_PAUSE, Duration.ZERO);
    }

    private synchronized boolean isWaiting(Notice notice) {
        return waiting.contains(notice);
    }

    /** Counts a notice that is not sent on this way. */
    void dropped(Notice notice, String why) {
        LOG.error("notice {}: not sent by {}: {}", notice.id(), name(), why);
        observer.told(channel.way(), Result.DROPPED);
    }

    private String name() {
        return channel.way().name().toLowerCase(Locale.ROOT);
    }

    private void later(Notice notice, Duration nextPause, Duration pause) {
        try {
            later.run(() -> attempt(notice, nextPause), pause);
        } catch (RejectedExecutionException e) {
            LOG.debug("notice {}: not tried any more", notice.id()); // close() says what becomes of it
        }
    }

    private void attempt(Notice notice, Duration pause) {
        synchronized (this) {
            untried.remove(notice);
        }
        try {
            String said = channel.send(notice);
            LOG.info("notice {}: sent by {}: {}", notice.id(), name(), said);
            ended(notice, Result.SENT);
        } catch (NoticeException e) {
            boolean inTime = clock.instant().plus(pause).isBefore(notice.at().plus(GIVEN_UP));
            if (!e.again() || !inTime) {
                givenUp(notice, String.valueOf(e.getMessage()));
                return;
            }
            LOG.warn("notice {}: not sent by {}, tried again in {}: {}", notice.id(), name(), pause, e.getMessage());
            observer.told(channel.way(), Result.RETRIED);
            Duration twice = pause.multipliedBy(2);
            later(notice, twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice, pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            givenUp(notice, "guichet is stopping");
        } catch (RuntimeException e) {
            LOG.error("notice {}: a defect while it was sent by {}", notice.id(), name(), e);
            ended(notice, Result.FAILED);
        }
    }

    private void givenUp(Notice notice, String why) {
        LOG.error("notice {}: given up by {}: {}", notice.id(), name(), why);
        ended(notice, Result.FAILED);
    }

    private void ended(Notice notice, Result result) {
        synchronized (this) {
            waiting.remove(notice);
        }
        observer.told(channel.way(), result);
    }

    /**
     * Tries what was never tried, as long as there is time, and gives up the rest. Nothing is sent any more when this is called, and
     * {@link Later} takes nothing.
     */
    void close(BooleanSupplier time) {
        List<Notice> rest;
        List<Notice> fresh;
        synchronized (this) {
            rest = List.copyOf(waiting);
            fresh = List.copyOf(untried);
        }
        for (Notice notice : rest) {
            if (fresh.contains(notice) && time.getAsBoolean()) {
                attempt(notice, FIRST_PAUSE);
            }
            if (isWaiting(notice)) {
                givenUp(notice, "guichet is stopping");
            }
        }
        channel.close();
    }
}
