package io.github.guichet.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The live Dovecot as doveconf(1) shows it; asked once. */
public final class Dovecot {

    private final Tool tool;
    private final Optional<Path> file;
    private Optional<DovecotConfig> config = Optional.empty();
    private Optional<CannotLookException> failure = Optional.empty();

    /**
     * The Dovecot of a configuration file.
     *
     * @param file dovecot.conf; absent = what doveconf takes
     */
    public Dovecot(Tool tool, Optional<Path> file) {
        this.tool = tool;
        this.file = file;
    }

    /** What it is set to. */
    synchronized DovecotConfig config() throws CannotLookException, InterruptedException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (config.isEmpty()) {
            try {
                config = Optional.of(new DovecotConfig(
                        DovecotBlock.parse(doveconf("-n")),
                        setting("recipient_delimiter"),
                        setting("base_dir"),
                        setting("default_internal_user"),
                        setting("default_login_user")));
            } catch (CannotLookException e) {
                failure = Optional.of(e);
                throw e;
            }
        }
        return config.get();
    }

    private String setting(String name) throws CannotLookException, InterruptedException {
        return doveconf("-h", name).strip();
    }

    private String doveconf(String... arguments) throws CannotLookException, InterruptedException {
        List<String> line = new ArrayList<>();
        file.ifPresent(f -> line.addAll(List.of("-c", f.toString())));
        line.addAll(List.of(arguments));
        Tool.Said said = tool.run("doveconf", line.toArray(String[]::new));
        if (said.exit() != 0) {
            boolean none = file.isEmpty() && said.err().contains("No such file or directory");
            String why = "doveconf " + String.join(" ", line) + ": " + Postfix.firstLine(said.err());
            throw none
                    ? CannotLookException.absent("Dovecot is not configured on this host")
                    : CannotLookException.hidden(why);
        }
        return said.out();
    }
}
