package dev.podfailure.cli;

import dev.podfailure.client.ClientTls;
import dev.podfailure.operator.EventSinkSettings;
import dev.podfailure.operator.SecuritySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the operator pushes events to. */
final class EventSinkOptions {
    @Option(
            names = "--event-sink",
            paramLabel = "NAME=ADDRESS",
            split = ",",
            description = "Push every failure to this receiver (gRPC, FailureEventSinkService). ADDRESS is HOST:PORT or"
                    + " grpcs://HOST:PORT for TLS, grpc://HOST:PORT for plain text. NAME stands in metrics and log. Can be"
                    + " given up to 16 times. Default: none")
    private List<String> sinks = List.of();

    @Option(
            names = "--event-sink-ca-file",
            paramLabel = "FILE",
            description =
                    "PEM file with the authorities that certificates of receivers may be of. Default: those that Java"
                            + " trusts")
    private @Nullable Path authorities;

    @Option(
            names = "--event-sink-cert-file",
            paramLabel = "FILE",
            description = "PEM file with a certificate to show to receivers that ask for one, over TLS, and those that"
                    + " lead to its authority. Read again when it changes. Default: none")
    private @Nullable Path certificate;

    @Option(
            names = "--event-sink-key-file",
            paramLabel = "FILE",
            description = "PEM file with the key of that certificate. Default: none")
    private @Nullable Path key;

    @Option(
            names = "--event-sink-token-file",
            paramLabel = "NAME=FILE",
            split = ",",
            description =
                    "File with a bearer token for the receiver of this name, over TLS only; read for every call. Can be"
                            + " given once for each receiver. Default: none")
    private List<String> tokens = List.of();

    @Option(
            names = "--event-sink-timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "How long a receiver may take to answer. 100ms to 5m. Default: ${DEFAULT-VALUE}")
    private Duration timeout = Duration.ZERO;

    /**
     * What they say.
     *
     * @throws dev.podfailure.operator.InvalidSettingException if that makes no sense
     */
    EventSinkSettings settings() {
        ClientTls tls = new ClientTls(
                Optional.ofNullable(authorities), SecuritySettings.keyPair("--event-sink", certificate, key));
        return EventSinkSettings.of(sinks, tls, tokens, timeout);
    }
}
