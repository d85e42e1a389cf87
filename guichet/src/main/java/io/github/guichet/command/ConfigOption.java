package io.github.guichet.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --config}, for every command that needs the configuration: {@code @Mixin ConfigOption config}. */
public final class ConfigOption {

    /** Where the configuration is unless the command line says otherwise. */
    static final String DEFAULT_FILE = "/etc/guichet/guichet.toml";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = DEFAULT_FILE,
            description = "The configuration file; without this option ${DEFAULT-VALUE}.")
    private Path file = Path.of(DEFAULT_FILE);

    /** The file. */
    public Path file() {
        return file;
    }

    /**
     * Reads and checks the whole configuration.
     *
     * @throws BadConfigurationException when anything is wrong with it; the command lets it pass and ends with status 78
     */
    public Configuration read() throws BadConfigurationException {
        return ConfigurationReader.read(file, System.getenv());
    }
}
