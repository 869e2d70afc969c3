package dev.podfailure.operator;

import dev.podfailure.monitoring.PrometheusServer;
import dev.podfailure.push.ReferenceReceiver;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.FreePorts;
import dev.podfailure.rig.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Two replicas of the packaged program, pods that fail all the time, and a Prometheus that looks on. */
final class MonitoredOperators implements AutoCloseable {
    /** Exit codes of rules of the library, of the shadow rule set, and of none. */
    private static final List<Integer> EXIT_CODES = List.of(137, 64, 139, 64, 127);

    private static final String CONDITION =
            "{name: labelled, expression: 'pod.metadata.labels[\"no-such-label\"] == \"x\"'}";

    private final ControlPlane plane;
    private final LaunchedOperator leader;
    private final LaunchedOperator standby;
    private final ReferenceReceiver receiver;
    private final PrometheusServer prometheus;
    private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger failed = new AtomicInteger();

    private MonitoredOperators(
            ControlPlane plane,
            LaunchedOperator leader,
            LaunchedOperator standby,
            ReferenceReceiver receiver,
            PrometheusServer prometheus) {
        this.plane = plane;
        this.leader = leader;
        this.standby = standby;
        this.receiver = receiver;
        this.prometheus = prometheus;
    }

    /** Installs, starts all of it, and lets pods fail. */
    static MonitoredOperators start(ControlPlane plane, Path folder) throws IOException {
        RunningOperator.install(plane);
        plane.kubectl("apply", "-k", "examples/library").output();
        StoredRuleSets ruleSets = new StoredRuleSets(plane);
        ruleSets.put(RunningOperator.NAMESPACE, "ours", """
                rules:
                - {name: config, category: user, subcategory: config, responsible: users, onExitCodes: {operator: In, values: [64]}}
                - {name: labelled, category: user, matchConditions: [%s]}
                """.formatted(CONDITION));
        ruleSets.put(
                RunningOperator.NAMESPACE,
                "planned",
                "enforcement: Shadow\n"
                        + "rules: [{name: r, category: c, subcategory: s, onExitCodes: {operator: In, values: [64]}}]");
        plane.createNamespace("team-a");
        plane.createNamespace("team-b");
        int first = FreePorts.next();
        int second = FreePorts.next();
        ReferenceReceiver receiver = ReferenceReceiver.start();
        String sink = "--event-sink=archive=grpc://127.0.0.1:" + receiver.port();
        new TestAuthority("monitored")
                .issue("CN=podfailure", "EC", Instant.now().plus(Duration.ofDays(90)))
                .write(folder);
        LaunchedOperator leader = replica(plane, folder, "podfailure-0", first, sink);
        leader.awaitLine(LaunchedOperator.LEADING);
        LaunchedOperator standby = replica(plane, folder, "podfailure-1", second, sink);
        PrometheusServer prometheus = PrometheusServer.start(folder, RunningOperator.NAMESPACE, List.of(first, second));
        MonitoredOperators monitored = new MonitoredOperators(plane, leader, standby, receiver, prometheus);
        var unused = monitored.load.scheduleWithFixedDelay(monitored::failOne, 0, 200, TimeUnit.MILLISECONDS);
        return monitored;
    }

    private static LaunchedOperator replica(ControlPlane plane, Path folder, String identity, int port, String sink) {
        return LaunchedOperator.operator(
                        plane.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure"),
                        "--leader-election",
                        "--identity=" + identity,
                        "--grpc-tls-cert-file=" + folder.resolve("tls.crt"),
                        "--grpc-tls-key-file=" + folder.resolve("tls.key"),
                        "--http-port=" + port,
                        sink,
                        "--pod-labels=team",
                        "--metrics-pod-label=kueue.x-k8s.io/queue-name=queue")
                .awaitReady();
    }

    private void failOne() {
        int number = failed.getAndIncrement();
        fail(number % 2 == 0 ? "team-a" : "team-b", "pod-" + number, EXIT_CODES.get(number % EXIT_CODES.size()));
    }

    /** Lets one pod fail. */
    void fail(String namespace, String name, int exitCode) {
        new FailingPods(plane.admin(), namespace)
                .fail(name, exitCode, Map.of("team", "search", "kueue.x-k8s.io/queue-name", "gold"));
    }

    PrometheusServer prometheus() {
        return prometheus;
    }

    LaunchedOperator leader() {
        return leader;
    }

    @Override
    public void close() {
        load.shutdownNow();
        prometheus.close();
        standby.close();
        leader.close();
        receiver.close();
    }
}
