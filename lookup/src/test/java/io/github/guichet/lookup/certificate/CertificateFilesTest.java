package io.github.guichet.lookup.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.certificate.SourceCertificate.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {

    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path directory;

    private final AtomicLong time = new AtomicLong();

    private Path certificate(String name, int days) throws IOException, InterruptedException {
        Path file = directory.resolve(name);
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-subj",
                        "/CN=" + name,
                        "-days",
                        Integer.toString(days),
                        "-keyout",
                        "/dev/null",
                        "-out",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(openssl.waitFor()).isZero();
        return file;
    }

    private CertificateFiles files(Optional<Path> ca, Optional<Path> caDirectory, Optional<Path> own) {
        return new CertificateFiles(ca, caDirectory, own, time::get);
    }

    private static long days(SourceCertificate certificate) {
        return Duration.between(Instant.now().minus(DAY.dividedBy(2)), certificate.ends())
                .toDays();
    }

    @Test
    void tellsTheLastOfThoseThatAreTrustedAndTheFirstOfItsOwn() throws Exception {
        String early = Files.readString(certificate("early", 10));
        String late = Files.readString(certificate("late", 30));
        Path both = Files.writeString(directory.resolve("both"), "# old and new\n" + late + early);
        Path own = Files.writeString(directory.resolve("own"), early + late);
        List<SourceCertificate> found =
                files(Optional.of(both), Optional.empty(), Optional.of(own)).certificates();
        assertThat(found).extracting(SourceCertificate::kind).containsExactly(Kind.CA, Kind.CLIENT);
        assertThat(found).extracting(CertificateFilesTest::days).containsExactly(30L, 10L);
    }

    @Test
    void seesARenewedOneAfterAMinute() throws Exception {
        Path own = certificate("own", 10);
        CertificateFiles files = files(Optional.empty(), Optional.empty(), Optional.of(own));
        assertThat(files.certificates()).extracting(CertificateFilesTest::days).containsExactly(10L);
        Files.copy(certificate("renewed", 90), own, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        time.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(files.certificates()).extracting(CertificateFilesTest::days).containsExactly(10L);
        time.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(files.certificates()).extracting(CertificateFilesTest::days).containsExactly(90L);
    }

    @Test
    void readsADirectoryAndPassesOverWhatIsNone() throws Exception {
        Path authorities = Files.createDirectory(directory.resolve("authorities"));
        Files.move(certificate("one", 20), authorities.resolve("one.pem"));
        Files.writeString(
                authorities.resolve("README"), "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n");
        assertThat(files(Optional.empty(), Optional.of(authorities), Optional.empty())
                        .certificates())
                .extracting(CertificateFilesTest::days)
                .containsExactly(20L);
        Path missing = directory.resolve("missing");
        assertThat(files(Optional.of(missing), Optional.of(missing), Optional.of(missing))
                        .certificates())
                .isEmpty();
    }
}
