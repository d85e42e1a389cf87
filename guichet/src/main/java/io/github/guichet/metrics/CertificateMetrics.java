package io.github.guichet.metrics;

import io.github.guichet.lookup.Source;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Supplier;

/** When certificates end. Of what a server shows nothing becomes a label. */
public final class CertificateMetrics {

    private CertificateMetrics() {}

    /**
     * Registers.
     *
     * @param sources those that are open now
     */
    public static void register(PrometheusRegistry registry, Supplier<? extends Collection<Source>> sources) {
        GaugeWithCallback.builder()
                .name("guichet_certificate_expiry_timestamp_seconds")
                .help("When a certificate ends that talking to a source depends on.")
                .labelNames("source", "certificate")
                .callback(callback -> sources.get()
                        .forEach(source -> source.certificates()
                                .forEach(certificate -> callback.call(
                                        (double) certificate.ends().getEpochSecond(),
                                        source.name(),
                                        certificate.kind().name().toLowerCase(Locale.ROOT)))))
                .register(registry);
    }
}
