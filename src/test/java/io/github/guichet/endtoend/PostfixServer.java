package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A private Postfix instance: own configuration, queue and data directory, own master process. It shares only the programs with the
 * machine's own Postfix or the tree's, which it neither reads nor touches. Must be run by root, as Postfix insists.
 */
public final class PostfixServer implements AutoCloseable {

    /** main.cf may name it {@code @QUEUE@}: the queue directory, in which chrooted services live. */
    private final Path queue;

    private final Debian debian;
    private final Path config;
    private final Path log;
    private final int port;
    private final ServerProcess master;

    private PostfixServer(Debian debian, Path config, Path queue, Path log, int port, ServerProcess master) {
        this.debian = debian;
        this.config = config;
        this.queue = queue;
        this.log = log;
        this.port = port;
        this.master = master;
    }

    /**
     * Where the queue of the instance {@code name} will be, for sockets that a chrooted service must reach: the directory is made
     * if it is not there yet.
     */
    public static Path queueDirectory(Workspace work, String name) {
        Path queue = work.directory(name + "/q");
        mode(Debian.BOOKWORM, "root:root", "755", queue);
        return queue;
    }

    /** Starts an instance that listens for SMTP, not chrooted, on a free port of its own, and returns when it greets. */
    public static PostfixServer start(Workspace work, String name, PostfixSettings settings) {
        int port = work.freePort();
        return start(work, name, settings.smtpd(port, false), port);
    }

    /** Starts an instance whose settings already hold an SMTP service on {@code port}. */
    public static PostfixServer start(Workspace work, String name, PostfixSettings settings, int port) {
        Path base = work.directory(name);
        Path queue = queueDirectory(work, name);
        Debian debian = settings.debian();
        for (String part : List.of("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming")) {
            mode(debian, "postfix:root", "700", work.directory(name + "/q/" + part));
        }
        for (String part : List.of("private", "saved", "trace")) {
            mode(debian, "postfix:root", "700", work.directory(name + "/q/" + part));
        }
        mode(debian, "postfix:postdrop", "730", work.directory(name + "/q/maildrop"));
        mode(debian, "postfix:postdrop", "710", work.directory(name + "/q/public"));
        mode(debian, "root:root", "755", work.directory(name + "/q/pid"));
        mode(debian, "postfix:root", "700", work.directory(name + "/data"));
        settings.set("queue_directory", queue.toString())
                .set("data_directory", base.resolve("data").toString())
                // postlogd writes the log, so no syslog is needed; it must be told that the place is allowed.
                .set("maillog_file", base.resolve("mail.log").toString())
                .set("maillog_file_prefixes", base.toString());
        work.file(name + "/etc/main.cf", settings.mainCf());
        work.file(name + "/etc/master.cf", settings.masterCf());
        Path log = work.log(name + "/mail.log");
        Path config = base.resolve("etc");
        ServerProcess master = ServerProcess.start(
                debian.line(Program.MASTER, "-c", config.toString(), "-s"),
                queue,
                work.log(name + "/master.log"),
                Map.of("MAIL_CONFIG", config.toString()));
        PostfixServer server = work.closing(new PostfixServer(debian, config, queue, log, port, master));
        master.await(() -> {
            try (SmtpDialogue dialogue = SmtpDialogue.connect(port)) {
                return dialogue.command("NOOP").code() == 250;
            }
        });
        return server;
    }

    /** Where it listens for SMTP. */
    public int port() {
        return port;
    }

    /** The directory of main.cf. */
    public Path config() {
        return config;
    }

    /** The queue directory. */
    public Path queue() {
        return queue;
    }

    /** What it logged so far. */
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code postmap -q KEY TABLE}: exit status 0 and the value and a line feed, or exit status 1 and nothing. */
    public Command postmap(String key, String table) {
        return debian.run(Program.POSTMAP, "-c", config.toString(), "-q", key, table);
    }

    /** {@code postmap -q - TABLE}: the keys found, one line {@code key TAB value} each. */
    public Command postmap(List<String> keys, String table) {
        return Command.run(
                debian.line(Program.POSTMAP, "-c", config.toString(), "-q", "-", table),
                String.join("\n", keys) + "\n");
    }

    /** Has deferred messages tried again now. */
    public void flush() {
        debian.run(Program.POSTQUEUE, "-c", config.toString(), "-f").succeeds();
    }

    /**
     * {@code sendmail -t}: hands in a message on this machine, without SMTP.
     *
     * @param message header with the recipients, and body; lines end with a line feed
     */
    public Command sendmail(String sender, String message) {
        return Command.run(debian.line(Program.SENDMAIL, "-C", config.toString(), "-f", sender, "-t", "-i"), message);
    }

    /** {@code postqueue -p}: what waits; an exclamation mark behind the queue id says that it is on hold. */
    public String postqueue() {
        return debian.run(Program.POSTQUEUE, "-c", config.toString(), "-p")
                .succeeds()
                .out();
    }

    /** How many messages are on hold. */
    public long held() {
        return in("hold");
    }

    /** Lets everything go that is on hold. */
    public void release() {
        debian.run(Program.POSTSUPER, "-c", config.toString(), "-H", "ALL").succeeds();
    }

    /** How many messages are in the queue, in whatever state. */
    public long queued() {
        long count = 0;
        for (String part : List.of("maildrop", "incoming", "active", "deferred", "hold", "corrupt")) {
            count += in(part);
        }
        return count;
    }

    private long in(String part) {
        try (Stream<Path> files = Files.walk(queue.resolve(part))) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException | UncheckedIOException e) {
            // A file may move to another part of the queue while we look: count it, whoever waits looks again.
            return 1;
        }
    }

    /** Waits until the queue is empty, flushing it now and then. */
    public void awaitEmptyQueue() {
        Waiting.until("the queue of " + config + " is empty", () -> {
            if (queued() == 0) {
                return true;
            }
            flush();
            Thread.sleep(500);
            return queued() == 0;
        });
    }

    /** Stops the instance: the master ends all its services, as {@code postfix stop} has it do. */
    @Override
    public void close() {
        if (master.isAlive()) {
            master.stop();
        }
    }

    /** Users are known by name, and may have another number in another generation. */
    private static void mode(Debian debian, String owner, String mode, Path directory) {
        debian.run(Program.CHOWN, owner, directory.toString()).succeeds();
        debian.run(Program.CHMOD, mode, directory.toString()).succeeds();
    }
}
