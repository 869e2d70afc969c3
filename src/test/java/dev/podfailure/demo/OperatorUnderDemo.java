package dev.podfailure.demo;

import dev.podfailure.rig.FreePorts;
import dev.podfailure.rig.WatchedProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real operator process, started as users start it. It ends with the demo, however that ends. */
final class OperatorUnderDemo implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final WatchedProcess process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int httpPort;
    private final int grpcPort;

    private OperatorUnderDemo(WatchedProcess process, int httpPort, int grpcPort) {
        this.process = process;
        this.httpPort = httpPort;
        this.grpcPort = grpcPort;
    }

    /** Starts it with a kubeconfig, and more options if wanted; its log goes to a file. */
    static OperatorUnderDemo start(Path kubeconfig, Path log, List<String> options) {
        int httpPort = FreePorts.preferably(8080);
        int grpcPort = FreePorts.preferably(9090);
        List<String> command = new ArrayList<>(List.of(
                "bin/podfailure",
                "operator",
                "--bind-address=127.0.0.1",
                "--http-port=" + httpPort,
                "--grpc-port=" + grpcPort,
                "--grpc-auth=none",
                "--insecure-grpc",
                "--cluster-name=demo"));
        command.addAll(options);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new DemoException("cannot write " + log + ": " + e.getMessage());
        }
        WatchedProcess process = WatchedProcess.start(
                "podfailure", command, Map.of("KUBECONFIG", kubeconfig.toString()), log, Path.of(""));
        return new OperatorUnderDemo(process, httpPort, grpcPort);
    }

    /** Waits until the operator says that it is ready. */
    Duration awaitReady() {
        Instant start = Instant.now();
        while (status("/readyz") != 200) {
            Duration waited = Duration.between(start, Instant.now());
            if (!process.isAlive()) {
                throw new DemoException(
                        "the operator ended with exit code %d:%n%s".formatted(process.exitCode(), process.logTail()));
            }
            if (waited.compareTo(PATIENCE) > 0) {
                throw new DemoException("the operator is not ready after %d s:%n%s%n%s"
                        .formatted(waited.toSeconds(), get("/readyz"), process.logTail()));
            }
            pause();
        }
        return Duration.between(start, Instant.now());
    }

    int httpPort() {
        return httpPort;
    }

    int grpcPort() {
        return grpcPort;
    }

    /** The lines of {@code /metrics} that begin with a name and are not 0. */
    List<String> counters(String name) {
        return get("/metrics")
                .lines()
                .filter(line -> line.startsWith(name) && !line.endsWith(" 0.0") && !line.endsWith(" 0"))
                .sorted()
                .toList();
    }

    private int status(String path) {
        try {
            return http.send(request(path), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private String get(String path) {
        try {
            return http.send(request(path), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "(" + path + " does not answer)";
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .timeout(Duration.ofSeconds(5))
                .build();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static DemoException interrupted() {
        Thread.currentThread().interrupt();
        return new DemoException("interrupted");
    }

    @Override
    public void close() {
        http.close();
        process.stop();
    }
}
