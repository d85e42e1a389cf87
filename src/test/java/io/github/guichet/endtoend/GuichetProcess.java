package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code guichet serve} from the packaged tree, as a process of its own. */
public final class GuichetProcess implements AutoCloseable {

    private final Workspace work;
    private final Path config;
    private final SocketAddress listens;
    private final Path log;
    private ServerProcess process;

    private GuichetProcess(Workspace work, Path config, SocketAddress listens) {
        this.work = work;
        this.config = config;
        this.listens = listens;
        this.log = work.log(config.getFileName() + ".log");
        this.process = launch();
    }

    /** Serves the file {@code guichet.toml} of the workspace, whose socketmap listens on {@code socketmap.sock} there. */
    public static GuichetProcess start(Workspace work) {
        return start(work, work.path("guichet.toml"), UnixDomainSocketAddress.of(work.path("socketmap.sock")));
    }

    /** Serves a configuration; returns when {@code listens} accepts a connection. */
    public static GuichetProcess start(Workspace work, Path config, SocketAddress listens) {
        return work.closing(new GuichetProcess(work, config, listens));
    }

    /** SIGKILL: the socket file stays behind. */
    public void kill() {
        process.kill();
    }

    /** SIGSTOP: connections stay open and nobody answers. */
    public void pause() {
        process.pause();
    }

    /** SIGCONT. */
    public void resume() {
        process.resume();
    }

    /**
     * SIGTERM and wait.
     *
     * @return the exit status
     */
    public int stop() {
        return process.stop();
    }

    /** Starts it again, with the same configuration, and returns when it accepts a connection. */
    public void restart() {
        if (process.isAlive()) {
            process.stop();
        }
        process = launch();
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** What it logged so far, of all its lives. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.stop();
        }
    }

    private ServerProcess launch() {
        ServerProcess started = ServerProcess.start(
                List.of(Program.GUICHET.path(), "serve", "--config", config.toString()), work.path(), log, Map.of());
        started.await(() -> {
            try (SocketChannel channel = SocketChannel.open(listens)) {
                return channel.isConnected();
            }
        });
        return started;
    }
}
