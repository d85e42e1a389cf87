package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

/** Debian 13, with systemd's tools but no running systemd, and with a newer Java that is installed beside the first. */
class PackageTrixieIT extends PackageLife {

    PackageTrixieIT() {
        super("trixie");
    }

    @Override
    void anotherJava(CleanDebian debian) {
        assertThat(debian.run("java", "-version").succeeds().err()).contains("\"21.");
        debian.run("sh", "-ec", "dpkg --install /var/cache/apt/archives/openjdk-25-jre-headless_*.deb")
                .succeeds();
        assertThat(debian.run("java", "-version").succeeds().err()).contains("\"25.");
    }
}
