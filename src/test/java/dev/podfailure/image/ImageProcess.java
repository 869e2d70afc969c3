package dev.podfailure.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podfailure.rig.FreePorts;
import dev.podfailure.rig.LoopbackPages;
import dev.podfailure.rig.WatchedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operator, started with a command of the image. */
final class ImageProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final WatchedProcess process;
    private final Path log;
    private final int grpcPort;
    private final LoopbackPages pages;

    private ImageProcess(WatchedProcess process, Path log, int httpPort, int grpcPort) {
        this.process = process;
        this.log = log;
        this.pages = new LoopbackPages(httpPort);
        this.grpcPort = grpcPort;
    }

    /** Starts the operator on a cluster, with free ports, in an environment that holds nothing but the cluster. */
    static ImageProcess operator(List<String> program, Path kubeconfig) throws IOException {
        int httpPort = FreePorts.next();
        int grpcPort = FreePorts.next();
        List<String> command = new ArrayList<>(List.of("env", "-i", "KUBECONFIG=" + kubeconfig));
        command.addAll(program);
        command.addAll(List.of(
                "operator",
                "--bind-address=127.0.0.1",
                "--insecure-grpc",
                "--grpc-auth=none",
                "--rules-settle=0s",
                "--log-format=json",
                "--http-port=" + httpPort,
                "--grpc-port=" + grpcPort));
        Path log = Files.createTempFile("podfailure-image-", ".log");
        log.toFile().deleteOnExit();
        WatchedProcess process = WatchedProcess.start("podfailure", command, Map.of(), log, Path.of(""));
        return new ImageProcess(process, log, httpPort, grpcPort);
    }

    ImageProcess awaitReady() throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!page("/readyz").contains("readyz check passed")) {
            assertAlive();
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("not ready: " + page("/readyz") + output());
            }
            Thread.sleep(20);
        }
        return this;
    }

    void assertAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the operator has ended with " + process.exitCode() + ":\n" + output());
        }
    }

    /** Body of a page of the HTTP port; empty while nobody answers. */
    String page(String path) throws InterruptedException {
        return pages.page(path);
    }

    int grpcPort() {
        return grpcPort;
    }

    /** Everything printed so far. */
    String output() {
        try {
            return Files.readString(log, UTF_8);
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** Sends SIGTERM. Returns the exit code. */
    int stop() {
        return process.stop();
    }

    @Override
    public void close() {
        process.kill();
    }
}
