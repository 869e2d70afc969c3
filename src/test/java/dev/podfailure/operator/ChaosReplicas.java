package dev.podfailure.operator;

import static org.awaitility.Awaitility.await;

import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.FreePorts;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Two places for replicas; each process that ends is followed by a new one at the same ports. */
final class ChaosReplicas implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path LOGS = Path.of("target", "chaos-logs");
    private static final Pattern COUNTED =
            Pattern.compile("^podfailure_(failures|backlog)_total\\{[^}]*} ([0-9.E+]+)$", Pattern.MULTILINE);

    private final ControlPlane plane;
    private final Path kubeconfig;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final List<Replica> current = new ArrayList<>();
    private final List<Replica> all = new ArrayList<>();

    /** One process. */
    static final class Replica {
        private final String identity;
        private final int httpPort;
        private final int grpcPort;
        private final LaunchedOperator program;
        private long counted;
        private long loggedBefore;
        private Instant lastLook = Instant.MAX;

        private Replica(String identity, int httpPort, int grpcPort, Path kubeconfig) {
            this.identity = identity;
            this.httpPort = httpPort;
            this.grpcPort = grpcPort;
            this.program = LaunchedOperator.operator(
                    kubeconfig,
                    "--leader-election",
                    "--identity=" + identity,
                    "--http-port=" + httpPort,
                    "--grpc-port=" + grpcPort);
        }

        boolean wrote(AuditLog.Commit commit) {
            return commit.committedBy().startsWith(identity + "_");
        }

        String identity() {
            return identity;
        }

        /** What its counters of failures said when it was asked last: at its end, or just before it was killed. */
        long counted() {
            return counted;
        }

        /** When its counters were asked for just before it was killed; {@link Instant#MAX} if it was not killed. */
        Instant lastLook() {
            return lastLook;
        }

        /** Failures that it says to have counted. Each is written after it was counted, and survives a kill. */
        long logged() {
            return program.count("Classified a failed pod");
        }

        private boolean hasWorked() {
            long now = logged();
            boolean worked = now > loggedBefore;
            loggedBefore = now;
            return worked;
        }

        boolean isAlive() {
            return program.isAlive();
        }

        LaunchedOperator program() {
            return program;
        }
    }

    ChaosReplicas(ControlPlane plane, Path kubeconfig) {
        this.plane = plane;
        this.kubeconfig = kubeconfig;
        for (int i = 0; i < 2; i++) {
            current.add(start(FreePorts.next(), FreePorts.next()));
        }
        current.forEach(replica -> replica.program().awaitReady());
    }

    List<Integer> grpcPorts() {
        return current.stream().map(replica -> replica.grpcPort).toList();
    }

    /** Every process that ever was. */
    List<Replica> all() {
        return List.copyOf(all);
    }

    /** Waits until one of the processes that run leads. */
    Replica awaitLeader() {
        return await().atMost(PATIENCE).until(this::leader, Optional::isPresent).orElseThrow();
    }

    /** Waits until the process that leads has written something since it was asked last. */
    void awaitLeaderAtWork() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> leader().map(Replica::hasWorked).orElse(false));
    }

    /** Kills the leader, with its counters noted just before. Another process takes its place. */
    void killLeader() {
        Replica leader = awaitLeader();
        leader.lastLook = Instant.now();
        count(leader);
        leader.program().kill();
        Replica next = start(leader.httpPort, leader.grpcPort);
        current.set(current.indexOf(leader), next);
        next.program().awaitReady();
    }

    /** Stops the leader's process until another leads, and lets it go on. */
    void pauseLeader() {
        Replica leader = awaitLeader();
        leader.program().signal("STOP");
        try {
            await().atMost(PATIENCE)
                    .until(() -> leader().filter(other -> other != leader).isPresent());
        } finally {
            leader.program().signal("CONT");
        }
    }

    /** Notes what each process that runs has counted, and stops it in order. Returns the exit codes. */
    List<Integer> stop() {
        current.forEach(this::count);
        return current.stream().map(replica -> replica.program().stop()).toList();
    }

    @Override
    public void close() {
        all.forEach(replica -> replica.program().close());
        all.forEach(ChaosReplicas::keepLog);
    }

    private static void keepLog(Replica replica) {
        try {
            Files.createDirectories(LOGS);
            Files.writeString(
                    LOGS.resolve(replica.identity + ".log"), replica.program().output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Replica start(int httpPort, int grpcPort) {
        Replica replica = new Replica("replica-" + all.size(), httpPort, grpcPort, kubeconfig);
        all.add(replica);
        return replica;
    }

    private Optional<Replica> leader() {
        try {
            String holder = plane.admin()
                    .leases()
                    .inNamespace(RunningOperator.NAMESPACE)
                    .withName("podfailure")
                    .require()
                    .getSpec()
                    .getHolderIdentity();
            return current.stream()
                    .filter(replica -> holder != null && holder.startsWith(replica.identity + "_"))
                    .findFirst();
        } catch (KubernetesClientException e) {
            return Optional.empty();
        }
    }

    private void count(Replica replica) {
        replica.counted = COUNTED.matcher(metrics(replica))
                .results()
                .mapToLong(sample -> (long) Double.parseDouble(sample.group(2)))
                .sum();
    }

    private String metrics(Replica replica) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + replica.httpPort + "/metrics"))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new IllegalStateException(replica.identity + " shows no metrics: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
