package dev.podfailure.client;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/** Shows the bearer token that a file has at the time: the kubelet renews tokens in place. */
public final class TokenFile extends CallCredentials {
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Path file;
    private volatile String last = "";

    /** @param file read for each call; if it is empty for a moment, the token before counts */
    public TokenFile(Path file) {
        this.file = file;
    }

    @Override
    public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
        executor.execute(() -> {
            try {
                Metadata headers = new Metadata();
                headers.put(HEADER, "Bearer " + token());
                applier.apply(headers);
            } catch (IOException e) {
                applier.fail(Status.UNAUTHENTICATED.withDescription("the token in " + file + " cannot be read: " + e));
            }
        });
    }

    /** What comes from a pipe, such as a shell's {@code <(kubectl create token ...)}, can be read but once. */
    private String token() throws IOException {
        String token = Files.readString(file).strip();
        if (!token.isEmpty()) {
            last = token;
        }
        return last;
    }
}
