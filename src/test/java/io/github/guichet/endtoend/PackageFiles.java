package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code mvn -Pdeb package} leaves in a checkout. */
final class PackageFiles {

    static final Path CHECKOUT = Path.of(System.getProperty("guichet.checkout", "../.."))
            .toAbsolutePath()
            .normalize();

    private PackageFiles() {}

    /** The Debian package of a checkout. */
    static Path deb(Path checkout) {
        return only(checkout, "guichet_*_all.deb");
    }

    /** The same without Debian. */
    static Path tar(Path checkout) {
        return only(checkout, "guichet-*.tar.gz");
    }

    private static Path only(Path checkout, String glob) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(checkout.resolve("target"), glob)) {
            files.forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (found.size() != 1) {
            throw new AssertionError("expected one " + glob + ", made by mvn -Pdeb package, and found " + found);
        }
        return found.get(0);
    }
}
