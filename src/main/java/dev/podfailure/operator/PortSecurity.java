package dev.podfailure.operator;

import dev.podfailure.access.AccessGuard;
import dev.podfailure.access.AccessListener;
import dev.podfailure.access.AccessSettings;
import dev.podfailure.access.AccessSettings.Identity;
import dev.podfailure.access.Refusal;
import dev.podfailure.management.HttpSecurity;
import dev.podfailure.metrics.AccessMetrics;
import dev.podfailure.stream.StreamSecurity;
import dev.podfailure.tls.Authorities;
import dev.podfailure.tls.KeyPairFiles;
import dev.podfailure.tls.ReloadListener;
import dev.podfailure.tls.TlsIdentity;
import dev.podfailure.tls.UnusableFileException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The protection of both ports, wired: certificates that are read again when they change, and guards. */
final class PortSecurity implements AutoCloseable {
    /** The kubelet takes up to a minute to renew a mounted Secret; there is no use in being much faster. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

    private final SecuritySettings settings;
    private final Set<String> namespaces;
    private final KubernetesClient client;
    private final AccessMetrics metrics;
    private final Clock clock;
    private final List<Runnable> looks = new ArrayList<>();
    private final StreamSecurity stream;
    private final HttpSecurity http;
    private @Nullable Thread thread;

    /**
     * Reads the files.
     *
     * @param client asks about callers, each question once
     * @throws InvalidSettingException if a file cannot be used
     */
    PortSecurity(OperatorSettings settings, KubernetesClient client, AccessMetrics metrics, Clock clock) {
        this.settings = settings.security();
        this.namespaces = settings.watchNamespaces();
        this.client = client;
        this.metrics = metrics;
        this.clock = clock;
        this.stream = ofStream(this.settings.grpc());
        this.http = ofHttp(this.settings.http());
    }

    StreamSecurity stream() {
        return stream;
    }

    HttpSecurity http() {
        return http;
    }

    /** Begins to look whether files have changed. */
    void start() {
        if (looks.isEmpty()) {
            return;
        }
        thread = Thread.ofVirtual().name("certificates").start(() -> {
            try {
                while (true) {
                    Thread.sleep(LOOK_EVERY);
                    looks.forEach(Runnable::run);
                }
            } catch (InterruptedException e) {
                // Closed.
            }
        });
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private StreamSecurity ofStream(SecuritySettings.Grpc grpc) {
        // An answer may be used until it is as old as this, and a look that used one is followed by one that cannot.
        Duration half = settings.recheck().dividedBy(2);
        Optional<AccessGuard> guard =
                switch (grpc.callers()) {
                    case TOKENS -> Optional.of(guard("grpc", Identity.TOKEN, grpc.audience(), half));
                    case CERTIFICATES -> Optional.of(guard("grpc", Identity.CERTIFICATE, grpc.audience(), half));
                    case ALL -> Optional.empty();
                };
        return new StreamSecurity(transport(grpc), guard, namespaces, half, settings.recheck());
    }

    private ServerCredentials transport(SecuritySettings.Grpc grpc) {
        if (grpc.tls().isEmpty()) {
            return InsecureServerCredentials.create();
        }
        TlsServerCredentials.Builder tls = TlsServerCredentials.newBuilder()
                .keyManager(identity("grpc", grpc.tls().get()).keyManager());
        if (grpc.clientAuthority().isPresent()) {
            tls.trustManager(authorities(grpc.clientAuthority().get()).trustManager())
                    .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
        }
        return tls.build();
    }

    private HttpSecurity ofHttp(SecuritySettings.Http page) {
        Optional<SSLContext> tls =
                page.tls().map(files -> identity("http", files).context());
        return new HttpSecurity(
                tls,
                page.tokens()
                        ? Optional.of(guard("http", Identity.TOKEN, page.audience(), settings.recheck()))
                        : Optional.empty());
    }

    private AccessGuard guard(String port, Identity identity, String audience, Duration answersCount) {
        metrics.guarded(
                port,
                Arrays.stream(Refusal.Reason.values())
                        .map(Refusal.Reason::label)
                        .toList());
        return new AccessGuard(
                new AccessSettings(identity, audience, answersCount),
                client,
                new AccessListener() {
                    @Override
                    public void refused(Refusal.Reason reason) {
                        metrics.refused(port, reason.label());
                    }

                    @Override
                    public void reviewed(String review, String result) {
                        metrics.reviewed(review, result);
                    }
                },
                clock);
    }

    private TlsIdentity identity(String port, KeyPairFiles files) {
        try {
            TlsIdentity identity = new TlsIdentity(files, reloads(port));
            looks.add(identity::look);
            return identity;
        } catch (UnusableFileException e) {
            throw new InvalidSettingException(
                    port.equals("grpc") ? "--grpc-tls-cert-file" : "--http-tls-cert-file",
                    "and its key cannot be used: " + e.getMessage());
        }
    }

    private Authorities authorities(Path file) {
        try {
            Authorities authorities = Authorities.ofClients(file, reloads("grpc"));
            looks.add(authorities::look);
            return authorities;
        } catch (UnusableFileException e) {
            throw new InvalidSettingException("--grpc-client-ca-file", "cannot be used: " + e.getMessage());
        }
    }

    private ReloadListener reloads(String port) {
        return new ReloadListener() {
            @Override
            public void reloaded() {
                metrics.reloaded(port, true);
            }

            @Override
            public void failed() {
                metrics.reloaded(port, false);
            }

            @Override
            public void validUntil(Instant end) {
                metrics.validUntil(port, end);
            }
        };
    }
}
