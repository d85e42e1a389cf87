import io.github.guichet.command.Guichet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;

/** The last step of the build: writes the shell completion into the tree, and makes the archive of classes for the Java that builds. */
final class Finish {

    private Finish() {}

    public static void main(String[] arguments) throws IOException {
        Path completions = Files.createDirectories(Path.of(arguments[0], "share", "completions"));
        Files.writeString(completions.resolve("guichet"), AutoComplete.bash("guichet", Guichet.commandLine()));
        System.exit(Guichet.commandLine("archive").execute("archive"));
    }
}
