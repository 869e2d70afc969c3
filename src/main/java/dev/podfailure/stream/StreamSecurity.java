package dev.podfailure.stream;

import dev.podfailure.access.AccessGuard;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How the gRPC port is protected.
 *
 * @param transport plain text, or TLS with a certificate
 * @param guard knows who may read; empty for everybody
 * @param served the namespaces whose events there are, which is what a caller asks for who names none; empty for all of the
 *     cluster
 * @param recheck how often an open stream is looked at again
 * @param grace how long an open stream may go on after the last yes, while the API server does not answer
 */
public record StreamSecurity(
        ServerCredentials transport,
        Optional<AccessGuard> guard,
        Set<String> served,
        Duration recheck,
        Duration grace) {
    /** Plain text, open to everybody. */
    public static final StreamSecurity NONE = new StreamSecurity(
            InsecureServerCredentials.create(), Optional.empty(), Set.of(), Duration.ofHours(1), Duration.ofHours(1));

    public StreamSecurity {
        served = Set.copyOf(served);
    }
}
