package dev.podfailure.operator;

import dev.podfailure.rig.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One process of the packaged program, with its ports known. */
final class OperatorReplica implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private final LaunchedOperator program;
    private final int httpPort;
    private final int grpcPort;

    private OperatorReplica(LaunchedOperator program, int httpPort, int grpcPort) {
        this.program = program;
        this.httpPort = httpPort;
        this.grpcPort = grpcPort;
    }

    /** Starts one and waits until it is ready. */
    static OperatorReplica start(Path kubeconfig, int grpcPort, String... options) {
        int httpPort = FreePorts.next();
        List<String> arguments = new ArrayList<>(List.of("--http-port=" + httpPort, "--grpc-port=" + grpcPort));
        arguments.addAll(List.of(options));
        LaunchedOperator program = LaunchedOperator.operator(kubeconfig, arguments.toArray(String[]::new));
        return new OperatorReplica(program.awaitReady(), httpPort, grpcPort);
    }

    LaunchedOperator program() {
        return program;
    }

    int grpcPort() {
        return grpcPort;
    }

    /** Whether it says that it leads. */
    boolean leads() {
        return metric("podfailure_leader", "") == 1;
    }

    /** Status code of a page of the HTTP port. */
    int status(String path) {
        return get(path).statusCode();
    }

    /** Sum of the samples of a metric that have these labels. */
    double metric(String name, String labels) {
        return Pattern.compile(
                        "^" + name + "(?:\\{[^}]*" + Pattern.quote(labels) + "[^}]*})? ([0-9.E+-]+)$",
                        Pattern.MULTILINE)
                .matcher(get("/metrics").body())
                .results()
                .mapToDouble(sample -> Double.parseDouble(sample.group(1)))
                .sum();
    }

    @Override
    public void close() {
        program.close();
    }

    private HttpResponse<String> get(String path) {
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
