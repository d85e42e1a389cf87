package io.github.guichet.endtoend;

import java.io.IOException;
import java.nio.file.Files;

/** Debian 12, without systemd as in a container, and with one Java only: a file in its place is what a change leaves. */
class PackageBookwormIT extends PackageLife {

    PackageBookwormIT() {
        super("bookworm");
    }

    @Override
    void anotherJava(CleanDebian debian) throws IOException {
        for (String archive : ARCHIVES) {
            Files.writeString(debian.path(archive), "of another Java");
        }
        debian.run("dpkg-trigger", "--by-package=openjdk-17-jre-headless", "/usr/lib/jvm")
                .succeeds();
        debian.run("dpkg", "--triggers-only", "--pending").succeeds();
    }
}
