package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The files of the package themselves. {@link PackageLife} installs them. */
@ExtendWith(Workspaces.class)
class PackageIT {

    private static final Path DEB = PackageFiles.deb(PackageFiles.CHECKOUT);

    @Test
    void lintianFindsNeitherErrorsNorWarnings() {
        Command lintian =
                Command.run(Program.LINTIAN.path(), "--no-cfg", "--allow-root", "--fail-on", "none", DEB.toString());
        lintian.succeeds();
        System.out.println("package: lintian: "
                + (lintian.out().isBlank() ? "nothing" : lintian.out().strip()));
        assertThat(lintian.out()).doesNotContainPattern("(?m)^[EW]: ");
    }

    @Test
    void everythingBelongsToRootAndOnlyRootWritesIt() {
        List<String> lines = Command.run("/usr/bin/dpkg-deb", "-c", DEB.toString())
                .succeeds()
                .out()
                .lines()
                .toList();
        assertThat(lines).hasSizeGreaterThan(100);
        assertThat(lines)
                .allSatisfy(line -> assertThat(line).matches("(-rw-r--r--|-rwxr-xr-x|drwxr-xr-x|l.{9}) root/root .*"));
        assertThat(lines.stream().filter(l -> l.startsWith("-rwx")))
                .allMatch(l -> l.contains(" ./usr/share/guichet/bin/") || l.endsWith(" ./etc/init.d/guichet"));
    }

    @Test
    void aSnapshotComesBeforeTheReleaseThatItLeadsTo() {
        String version = Command.run("/usr/bin/dpkg-deb", "-f", DEB.toString(), "Version")
                .succeeds()
                .out()
                .strip();
        String release = version.replaceAll("~.*-", "-");
        assertThat(version).matches("\\d+\\.\\d+\\.\\d+(~[a-z0-9.]+)?-1");
        assertThat(Command.run("/usr/bin/dpkg", "--compare-versions", version, "le", release)
                        .exit())
                .isZero();
        assertThat(Command.run("/usr/bin/dpkg", "--compare-versions", version, "gt", "0.0.9-1")
                        .exit())
                .isZero();
    }

    @Test
    void theBillOfMaterialsNamesEveryJar(Workspace work) throws IOException {
        Path root = work.path("root");
        Command.run("/usr/bin/dpkg-deb", "-x", DEB.toString(), root.toString()).succeeds();
        String bill = Files.readString(root.resolve("usr/share/guichet/sbom/guichet.json"));
        List<String> jars = Command.run(
                        "/usr/bin/find",
                        root.resolve("usr/share/guichet/lib").toString(),
                        "-name",
                        "*.jar",
                        "-printf",
                        "%f\\n")
                .succeeds()
                .out()
                .lines()
                .filter(jar -> !jar.equals("guichet.jar"))
                .toList();
        assertThat(jars).hasSizeGreaterThan(30);
        assertThat(jars)
                .allSatisfy(jar -> assertThat(bill)
                        .contains("\"name\" : \""
                                + jar.replaceAll("-\\d[\\w.]*(-SNAPSHOT)?(\\.Final)?(-linux-\\w+)?\\.jar$", "")
                                + "\""));
    }

    /** Another directory, another hour, another umask, another time zone. */
    @Test
    void twoBuildsGiveTheSameBytes(Workspace work) throws IOException, InterruptedException {
        Path other = work.directory("somewhere/else");
        Path log = work.log("second-build.log");
        Process build = new ProcessBuilder(
                        "/bin/bash", "-ec", """
                umask 077
                tar --exclude=./.git --exclude=target -C "$1" -c . | tar -x --no-same-permissions -C "$2"
                cd "$2"
                exec mvn -B -ntp -q -Pdeb -Dmaven.test.skip=true -Dspotless.check.skip=true -pl guichet -am package
                """, "bash", PackageFiles.CHECKOUT.toString(), other.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        build.getOutputStream().close();
        assertThat(build.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(build.exitValue()).as(Files.readString(log)).isZero();
        assertThat(Files.mismatch(DEB, PackageFiles.deb(other)))
                .as("the .deb (are there classes of earlier sources in */target?)")
                .isEqualTo(-1);
        assertThat(Files.mismatch(PackageFiles.tar(PackageFiles.CHECKOUT), PackageFiles.tar(other)))
                .as("the .tar.gz")
                .isEqualTo(-1);
        System.out.println("package: two builds gave the same " + Files.size(DEB) + " bytes of " + DEB.getFileName());
    }
}
