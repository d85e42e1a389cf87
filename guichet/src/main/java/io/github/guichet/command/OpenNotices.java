package io.github.guichet.command;

import io.github.guichet.lookup.account.FileLockouts;
import io.github.guichet.policyd.notice.NoticeObserver;
import io.github.guichet.policyd.notice.Notices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the ways by which somebody is told of breaches. */
final class OpenNotices {

    /** What gethostname(2) says, without asking a name server. */
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private OpenNotices() {}

    static Notices of(Configuration configuration, FileLockouts lockouts, NoticeObserver observer) {
        return new Notices(
                host(),
                configuration.notices().webhook(),
                configuration.notices().mail(),
                lockouts,
                LockableAccounts.nameOf(configuration.accounts()),
                observer);
    }

    private static String host() {
        try {
            String name = Files.readString(HOST_NAME).strip();
            return name.isEmpty() ? "localhost" : name;
        } catch (IOException e) {
            return "localhost";
        }
    }
}
