package io.github.guichet.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs other programs that only say something, such as postconf(1), with a limit of time and of output. */
public final class Tool {

    /** Far more than {@code postconf} ever says. */
    private static final int LARGEST = 8 << 20;

    private static final List<String> PLACES = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin");

    private final Duration limit;
    private final Map<String, String> environment;

    /**
     * What a program said.
     *
     * @param exit its status
     * @param out its standard output
     * @param err the beginning of its standard error
     */
    record Said(int exit, String out, String err) {}

    /**
     * A way to run programs.
     *
     * @param limit for each of them
     * @param environment of this process: PATH
     */
    public Tool(Duration limit, Map<String, String> environment) {
        this.limit = limit;
        this.environment = Map.copyOf(environment);
    }

    /** Where a program is: by PATH, and where those for root are, because the doctor may be another user. */
    Optional<Path> find(String program) {
        List<String> places =
                new ArrayList<>(List.of(environment.getOrDefault("PATH", "").split(":")));
        places.addAll(PLACES);
        return places.stream()
                .filter(place -> place.startsWith("/"))
                .flatMap(place -> file(place, program).stream())
                .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
                .findFirst();
    }

    private static Optional<Path> file(String directory, String name) {
        try {
            return Optional.of(Path.of(directory, name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * Runs a program to its end.
     *
     * @throws CannotLookException when there is no such program, or it takes too long
     */
    Said run(String program, String... arguments) throws CannotLookException, InterruptedException {
        Path file =
                find(program).orElseThrow(() -> CannotLookException.absent("there is no " + program + " on this host"));
        List<String> line = new ArrayList<>(List.of(file.toString()));
        line.addAll(List.of(arguments));
        Path errors = temporary();
        try {
            ProcessBuilder builder = new ProcessBuilder(line)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectError(errors.toFile());
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            try (Watch watch = new Watch(process)) {
                byte[] out = watch.read(process.getInputStream(), limit);
                return new Said(process.waitFor(), text(out), text(beginning(errors)));
            }
        } catch (IOException e) {
            throw CannotLookException.hidden(program + " cannot be run: " + e.getMessage());
        } finally {
            boolean unused = errors.toFile().delete();
        }
    }

    private static Path temporary() throws CannotLookException {
        try {
            return Files.createTempFile("guichet-doctor", ".err");
        } catch (IOException e) {
            throw CannotLookException.hidden("no temporary file can be made: " + e.getMessage());
        }
    }

    private static byte[] beginning(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(4096);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Ends the process when its time is over, or ours. */
    private record Watch(Process process) implements AutoCloseable {

        byte[] read(InputStream in, Duration limit) throws IOException, CannotLookException, InterruptedException {
            Thread killer = new Thread(() -> {
                try {
                    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                        end();
                    }
                } catch (InterruptedException e) {
                    end();
                }
            });
            killer.setDaemon(true);
            killer.start();
            byte[] out = in.readNBytes(LARGEST + 1);
            if (out.length > LARGEST) {
                throw CannotLookException.hidden("a program says more than " + LARGEST + " bytes");
            }
            if (process.waitFor() == 128 + 9) {
                throw CannotLookException.hidden(process.info().command().orElse("a program") + " did not end within "
                        + limit.toMillis() + " ms");
            }
            return out;
        }

        /** With its children: a shell that waits for somebody would leave it behind, and the pipe open. */
        private void end() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }

        @Override
        public void close() {
            if (process.isAlive()) {
                end();
            }
        }
    }
}
