package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A private Dovecot instance of either generation: own configuration, base and state directory, own master process, free loopback
 * ports. Must be run by root, because mail processes change to the user's uid.
 */
public final class DovecotServer implements AutoCloseable {

    private final Debian debian;
    private final Path config;
    private final Path log;
    private final Ports ports;
    private final ServerProcess master;

    private record Ports(int imap, int imaps, int pop3, int sieve, int lmtp, int submission) {}

    private DovecotServer(Debian debian, Path config, Path log, Ports ports, ServerProcess master) {
        this.debian = debian;
        this.config = config;
        this.log = log;
        this.ports = ports;
        this.master = master;
    }

    /** Starts an instance and returns when it listens. */
    public static DovecotServer start(Workspace work, String name, DovecotSettings settings) {
        Path base = work.directory(name + "/base");
        Ports ports = new Ports(
                work.freePort(), work.freePort(), work.freePort(), work.freePort(), work.freePort(), work.freePort());
        Path log = work.log(name + "/log");
        String own = """
                base_dir = %s
                state_dir = %s
                log_path = %s
                listen = 127.0.0.1
                """.formatted(base, work.directory(name + "/state"), log);
        if (settings.debian() == Debian.TRIXIE) {
            // These two must come first.
            own = "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n" + own;
        }
        Path config = work.file(name + "/dovecot.conf", own + listeners(ports) + settings);
        if (settings.links()) {
            links(work, base);
        }
        ServerProcess master = ServerProcess.start(
                settings.debian().line(Program.DOVECOT, "-F", "-c", config.toString()),
                work.path(),
                work.log(name + "/master.log"),
                Map.of());
        DovecotServer server = work.closing(new DovecotServer(settings.debian(), config, log, ports, master));
        // Without a greeting: a log-in process may wait for an auth service that is not there yet.
        master.await(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.imap())) {
                return socket.isConnected();
            }
        });
        return server;
    }

    private static String listeners(Ports ports) {
        return """
                service imap-login {
                  inet_listener imap {
                    port = %d
                  }
                  inet_listener imaps {
                    port = %d
                    ssl = yes
                  }
                }
                service pop3-login {
                  inet_listener pop3 {
                    port = %d
                  }
                  inet_listener pop3s {
                    port = 0
                  }
                }
                service managesieve-login {
                  inet_listener sieve {
                    port = %d
                  }
                }
                service lmtp {
                  inet_listener lmtp {
                    port = %d
                  }
                }
                service submission-login {
                  inet_listener submission {
                    port = %d
                  }
                  inet_listener submissions {
                    port = 0
                  }
                }
                """.formatted(
                        ports.imap(), ports.imaps(), ports.pop3(), ports.sieve(), ports.lmtp(), ports.submission());
    }

    /** The links of docs/dovecot-tmpfiles.conf, as systemd-tmpfiles(8) would make them, in this base directory. */
    private static void links(Workspace work, Path base) {
        DovecotSettings.shipped(work, "dovecot-tmpfiles.conf")
                .lines()
                .filter(line -> line.startsWith("L+ "))
                .map(line -> line.split(" +"))
                .forEach(fields -> {
                    try {
                        Path link = base.resolve(fields[1].replace("/run/dovecot/", ""));
                        Files.deleteIfExists(link);
                        Files.createSymbolicLink(link, Path.of(fields[6]));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** Where it listens for IMAP in the clear. */
    public int imap() {
        return ports.imap();
    }

    /** Where it listens for IMAP under TLS. */
    public int imaps() {
        return ports.imaps();
    }

    /** Where it listens for POP3. */
    public int pop3() {
        return ports.pop3();
    }

    /** Where it listens for ManageSieve. */
    public int sieve() {
        return ports.sieve();
    }

    /** Where it listens for LMTP. */
    public int lmtp() {
        return ports.lmtp();
    }

    /** Where it listens for message submission. */
    public int submission() {
        return ports.submission();
    }

    /** Runs doveadm on this instance. */
    public Command doveadm(String... arguments) {
        return Command.run(
                Stream.concat(debian.line(Program.DOVEADM, "-c", config.toString()).stream(), Stream.of(arguments))
                        .toList(),
                "");
    }

    /** What it logged so far. */
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes of this instance by the names that ps(1) shows, such as {@code dovecot/anvil}, without the master. */
    public List<String> processes() {
        return ProcessHandle.of(master.pid()).stream()
                .flatMap(ProcessHandle::children)
                .map(child -> Path.of("/proc", Long.toString(child.pid()), "cmdline"))
                .map(DovecotServer::firstWord)
                .filter(name -> !name.isEmpty())
                .sorted()
                .toList();
    }

    private static String firstWord(Path commandLine) {
        try {
            return Files.readString(commandLine).split("[\0 ]", 2)[0];
        } catch (IOException e) {
            // It ended meanwhile.
            return "";
        }
    }

    /** Stops the instance: the master ends all its processes. */
    @Override
    public void close() {
        if (master.isAlive()) {
            master.stop();
        }
    }
}
