import io.github.guichet.command.Guichet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import picocli.AutoComplete;

/**
 * The last step of the build: takes the signatures out of the libraries, writes the shell completion into the tree, and makes the archive
 * of classes for the Java that builds.
 */
final class Finish {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

    private Finish() {}

    public static void main(String[] arguments) throws IOException {
        Path tree = Path.of(arguments[0]);
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(tree.resolve("lib"), "*.jar")) {
            for (Path jar : jars) {
                if (isSigned(jar)) {
                    removeSignature(jar);
                }
            }
        }
        Path completions = Files.createDirectories(tree.resolve("share/completions"));
        Files.writeString(completions.resolve("guichet"), AutoComplete.bash("guichet", Guichet.commandLine()));
        System.exit(Guichet.commandLine("archive").execute("archive"));
    }

    private static boolean isSigned(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            return file.stream().anyMatch(entry -> SIGNATURE.matcher(entry.getName()).matches());
        }
    }

    /**
     * Java puts no class of a signed jar into an archive. It reads the digests of all six thousand files of Bouncy Castle's before it
     * loads the first class, and keeps them: a tenth of a second and three megabytes. Who installs guichet checks its package instead.
     */
    private static void removeSignature(Path jar) throws IOException {
        Path unsigned = jar.resolveSibling(jar.getFileName() + ".unsigned");
        try (ZipFile from = new ZipFile(jar.toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(unsigned))) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                if (SIGNATURE.matcher(entry.getName()).matches()) {
                    continue;
                }
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                to.putNextEntry(copy);
                try (InputStream content = from.getInputStream(entry)) {
                    to.write(entry.getName().equals(MANIFEST) ? withoutDigests(content) : content.readAllBytes());
                }
                to.closeEntry();
            }
        }
        Files.move(unsigned, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What is said of the whole jar, without what is said of each file in it. */
    private static byte[] withoutDigests(InputStream content) throws IOException {
        Manifest manifest = new Manifest(content);
        manifest.getEntries().clear();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        return bytes.toByteArray();
    }
}
