package dev.podfailure.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.LoopbackPages;
import dev.podfailure.rig.WatchedProcess;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The operator as a process of its own, with the rights of the manifests. */
final class Running implements AutoCloseable {
    private static final Pattern USED =
            Pattern.compile("^jvm_memory_used_bytes\\{area=\"heap\"[^}]*} ([0-9.E+]+)$", Pattern.MULTILINE);

    private final LoopbackPages pages;
    private final WatchedProcess process;
    private final int httpPort;

    private Running(WatchedProcess process, int httpPort) {
        this.process = process;
        this.httpPort = httpPort;
        this.pages = new LoopbackPages(httpPort);
    }

    /** Starts it, and waits until it is ready. */
    static Running start(ControlPlane plane) throws Exception {
        int httpPort;
        int grpcPort;
        try (ServerSocket one = new ServerSocket(0);
                ServerSocket other = new ServerSocket(0)) {
            httpPort = one.getLocalPort();
            grpcPort = other.getLocalPort();
        }
        Path log = Path.of("target", "bench", "operator.log");
        Files.createDirectories(log.getParent());
        WatchedProcess process = WatchedProcess.start(
                "operator",
                List.of(
                        "bin/podfailure",
                        "operator",
                        "--bind-address=127.0.0.1",
                        "--rules-settle=0s",
                        "--grpc-auth=none",
                        "--insecure-grpc",
                        "--http-port=" + httpPort,
                        "--grpc-port=" + grpcPort),
                Map.of(
                        "KUBECONFIG",
                        plane.kubeconfigOf("podfailure-system", "podfailure").toString()),
                log,
                Path.of(""));
        Running running = new Running(process, httpPort);
        while (!running.page("/readyz").contains("readyz check passed")) {
            Thread.sleep(20);
        }
        return running;
    }

    String page(String path) throws InterruptedException {
        return pages.page(path);
    }

    /** What is left after a collection of everything. */
    long liveHeap() throws Exception {
        ProcessHandle java = java();
        String jcmd = java.info().command().orElseThrow().replaceFirst("java$", "jcmd");
        Process collection = new ProcessBuilder(jcmd, Long.toString(java.pid()), "GC.run")
                .redirectErrorStream(true)
                .start();
        String answer = new String(collection.getInputStream().readAllBytes(), UTF_8);
        if (collection.waitFor() != 0) {
            throw new IllegalStateException(answer);
        }
        return USED.matcher(page("/metrics"))
                .results()
                .mapToLong(sample -> (long) Double.parseDouble(sample.group(1)))
                .sum();
    }

    /** What the process has taken of the processor so far. */
    Duration cpu() {
        return java().info().totalCpuDuration().orElseThrow();
    }

    private ProcessHandle java() {
        return ProcessHandle.allProcesses()
                .filter(candidate -> candidate
                        .info()
                        .arguments()
                        .map(arguments -> String.join(" ", arguments).contains("--http-port=" + httpPort))
                        .orElse(false))
                .filter(candidate -> candidate.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        process.stop();
    }
}
