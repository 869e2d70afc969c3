package dev.podfailure.cli;

import dev.podfailure.operator.EventSinkSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        return EventSinkSettings.of(sinks, authorities, tokens, timeout);
    }
}
