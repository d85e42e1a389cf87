package io.github.guichet.policyd.notice;

import io.github.guichet.lookup.condition.CleanText;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Mails notices by the local sendmail command: started with a list of arguments, no shell, no environment but PATH, the mail on its
 * standard input, and a time limit. All of the mail and all that the command may say fit into a pipe, so nobody waits for the
 * other; one that says more is stopped by the time limit.
 */
final class Sendmail implements Channel {

    /** For one mail. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    private static final int LONGEST_OUTPUT = 4096;
    private static final int LONGEST_REASON = 300;
    /** sysexits.h: EX_USAGE, EX_DATAERR, EX_NOUSER, EX_NOHOST: it will say the same again. */
    private static final Set<Integer> FOR_GOOD = Set.of(64, 65, 67, 68);

    private final MailConfig config;
    private final Duration longest;

    Sendmail(MailConfig config, Duration longest) {
        this.config = config;
        this.longest = longest;
    }

    @Override
    public NoticeObserver.Way way() {
        return NoticeObserver.Way.MAIL;
    }

    @Override
    public String send(Notice notice) throws NoticeException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(config.sendmail().toString(), "-i", "-f", config.from(), "--"));
        command.addAll(config.to());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(new File("/"));
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new NoticeException(
                    config.sendmail() + " cannot be started: " + reason(String.valueOf(e.getMessage())), true);
        }
        try {
            feed(process, MailText.of(notice, config));
            if (!process.waitFor(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new NoticeException(config.sendmail() + " did not end in " + longest.toMillis() + " ms", true);
            }
            return judged(process);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void feed(Process process, byte[] mail) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(mail);
        } catch (IOException e) {
            // It ended before it read everything; its status says more.
        }
    }

    private String judged(Process process) throws NoticeException {
        int status = process.exitValue();
        if (status == 0) {
            return config.sendmail() + " took it";
        }
        throw new NoticeException(
                config.sendmail() + " ended with status " + status + said(process), !FOR_GOOD.contains(status));
    }

    /** What is there already: something that it left running may hold the pipe open. */
    private static String said(Process process) {
        try (InputStream out = process.getInputStream()) {
            byte[] bytes = out.readNBytes(Math.min(out.available(), LONGEST_OUTPUT));
            String text = new String(bytes, StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "" : ": " + reason(text);
        } catch (IOException e) {
            return "";
        }
    }

    private static String reason(String text) {
        return CleanText.of(text.replace('\n', ' '), LONGEST_REASON);
    }
}
