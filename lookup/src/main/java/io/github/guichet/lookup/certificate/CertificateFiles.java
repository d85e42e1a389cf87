package io.github.guichet.lookup.certificate;

import io.github.guichet.lookup.certificate.SourceCertificate.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ends of the certificates in the files of a source. They are read again when somebody asks and a minute has passed, so that a
 * renewed one is seen. A file that cannot be read has no end: connecting says what is wrong with it. Safe for use by many threads.
 */
public final class CertificateFiles {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);
    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long MOST_BYTES = 4_000_000;
    private static final int MOST_FILES = 1000;
    private static final Pattern CERTIFICATE = Pattern.compile(
            "-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----.*?-----END (?:TRUSTED |X509 )?CERTIFICATE-----",
            Pattern.DOTALL);

    private final Optional<Path> caFile;
    private final Optional<Path> caDirectory;
    private final Optional<Path> own;
    private final LongSupplier nanoTime;
    private List<SourceCertificate> known = List.of();
    private long readAt;
    private boolean read;

    /**
     * Reads nothing yet.
     *
     * @param caFile PEM, any number of certificates
     * @param caDirectory of such files
     * @param own PEM, our own certificate first
     */
    public CertificateFiles(Optional<Path> caFile, Optional<Path> caDirectory, Optional<Path> own) {
        this(caFile, caDirectory, own, System::nanoTime);
    }

    CertificateFiles(Optional<Path> caFile, Optional<Path> caDirectory, Optional<Path> own, LongSupplier nanoTime) {
        this.caFile = caFile;
        this.caDirectory = caDirectory;
        this.own = own;
        this.nanoTime = nanoTime;
    }

    /** What is in the files. Reads small files now and then; not for event loops. */
    public synchronized List<SourceCertificate> certificates() {
        long now = nanoTime.getAsLong();
        if (!read || now - readAt >= KEPT_NANOS) {
            known = Stream.concat(
                            authorities()
                                    .max(Comparator.naturalOrder())
                                    .map(end -> new SourceCertificate(Kind.CA, end))
                                    .stream(),
                            own.stream()
                                    .flatMap(file -> ends(file).stream().limit(1))
                                    .map(end -> new SourceCertificate(Kind.CLIENT, end)))
                    .toList();
            read = true;
            readAt = now;
        }
        return known;
    }

    private Stream<Instant> authorities() {
        List<Path> files = new ArrayList<>();
        caFile.ifPresent(files::add);
        caDirectory.ifPresent(directory -> {
            try (Stream<Path> found = Files.list(directory)) {
                found.filter(Files::isRegularFile).limit(MOST_FILES).forEach(files::add);
            } catch (IOException e) {
                LOG.debug("{}: {}", directory, e.toString());
            }
        });
        return files.stream().flatMap(file -> ends(file).stream());
    }

    private static List<Instant> ends(Path file) {
        List<Instant> ends = new ArrayList<>();
        try {
            if (Files.size(file) > MOST_BYTES) {
                return ends;
            }
            Matcher blocks = CERTIFICATE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (blocks.find()) {
                byte[] block = blocks.group().getBytes(StandardCharsets.ISO_8859_1);
                X509Certificate certificate =
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block));
                ends.add(certificate.getNotAfter().toInstant());
            }
        } catch (IOException | CertificateException e) {
            LOG.debug("{}: {}", file, e.toString());
        }
        return ends;
    }
}
