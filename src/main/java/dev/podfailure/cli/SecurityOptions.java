package dev.podfailure.cli;

import dev.podfailure.operator.SecuritySettings;
import dev.podfailure.operator.SecuritySettings.Callers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the operator's ports are protected. */
final class SecurityOptions {
    private static final String AUDIENCE = "podfailure.dev";

    @Option(
            names = "--grpc-tls-cert-file",
            paramLabel = "FILE",
            description = "PEM file with the certificate of the event stream and those that lead to its authority. Read"
                    + " again when it changes. Default: none, which needs --insecure-grpc")
    private @Nullable Path grpcCertificate;

    @Option(
            names = "--grpc-tls-key-file",
            paramLabel = "FILE",
            description = "PEM file with the key of that certificate. Default: none")
    private @Nullable Path grpcKey;

    @Option(
            names = "--grpc-client-ca-file",
            paramLabel = "FILE",
            description =
                    "PEM file with authorities: every client of the event stream has to show a certificate of one of"
                            + " them. Default: none")
    private @Nullable Path grpcClientAuthority;

    @Option(
            names = "--grpc-auth",
            paramLabel = "tokens|certificates|none",
            defaultValue = "tokens",
            description =
                    "Who may read the event stream. tokens: bearer tokens that the API server accepts, with the right"
                            + " to watch failureevents.podfailure.dev; certificates: the same right for the subject of the client's"
                            + " certificate; none: everybody. Default: ${DEFAULT-VALUE}")
    private GrpcAuth grpcAuth = GrpcAuth.tokens;

    @Option(
            names = "--grpc-audience",
            paramLabel = "NAME",
            defaultValue = AUDIENCE,
            description = "Audience that tokens for the event stream must have. Default: ${DEFAULT-VALUE}")
    private String grpcAudience = AUDIENCE;

    @Option(
            names = "--insecure-grpc",
            negatable = true,
            fallbackValue = "true",
            defaultValue = "false",
            description = "Allow the event stream in plain text, and with --grpc-auth=none to everybody. Default: off")
    private boolean insecureGrpc;

    @Option(
            names = "--http-tls-cert-file",
            paramLabel = "FILE",
            description =
                    "PEM file with the certificate of the HTTP port, which then speaks HTTPS only, to probes, too."
                            + " Read again when it changes. Default: none")
    private @Nullable Path httpCertificate;

    @Option(
            names = "--http-tls-key-file",
            paramLabel = "FILE",
            description = "PEM file with the key of that certificate. Default: none")
    private @Nullable Path httpKey;

    @Option(
            names = "--metrics-auth",
            paramLabel = "tokens|none",
            defaultValue = "none",
            description =
                    "Who may read /metrics. tokens: bearer tokens that the API server accepts, with the right to get"
                            + " the path /metrics; none: everybody. /livez and /readyz are open. Default: ${DEFAULT-VALUE}")
    private MetricsAuth metricsAuth = MetricsAuth.none;

    @Option(
            names = "--metrics-audience",
            paramLabel = "NAME",
            defaultValue = AUDIENCE,
            description = "Audience that tokens for /metrics must have. Default: ${DEFAULT-VALUE}")
    private String metricsAudience = AUDIENCE;

    @Option(
            names = "--access-recheck",
            paramLabel = "DURATION",
            defaultValue = "1m",
            description = "How long a right that was taken away may go on being used, open streams included. 1s to 1h."
                    + " Default: ${DEFAULT-VALUE}")
    private Duration recheck = Duration.ofMinutes(1);

    private enum GrpcAuth {
        tokens(Callers.TOKENS),
        certificates(Callers.CERTIFICATES),
        none(Callers.ALL);

        private final Callers callers;

        GrpcAuth(Callers callers) {
            this.callers = callers;
        }
    }

    private enum MetricsAuth {
        tokens,
        none
    }

    /**
     * What they say.
     *
     * @throws dev.podfailure.operator.InvalidSettingException if that makes no sense, or is open by mistake
     */
    SecuritySettings settings() {
        return new SecuritySettings(
                new SecuritySettings.Grpc(
                        SecuritySettings.keyPair("--grpc-tls", grpcCertificate, grpcKey),
                        Optional.ofNullable(grpcClientAuthority),
                        grpcAuth.callers,
                        grpcAudience,
                        insecureGrpc),
                new SecuritySettings.Http(
                        SecuritySettings.keyPair("--http-tls", httpCertificate, httpKey),
                        metricsAuth == MetricsAuth.tokens,
                        metricsAudience),
                recheck);
    }
}
