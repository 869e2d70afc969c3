package dev.podfailure.bench;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.ControlPlane;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The operator as a process of its own against a real API server: how many pods a second it annotates, beside a bare loop of
 * the same patches; how long after its failure a pod is annotated; what the heap holds; how long the start takes.
 *
 * <p>Arguments: the control plane's binary, the number of pods a round, the number of rounds, the number of pods for the heap.
 */
public final class OperatorBenchmark {
    private static final int PODS_A_SECOND = 20;

    /** So many that the JVM has compiled what matters; the bare loop's JVM is the one that makes the pods, and warm from that. */
    private static final int WARM_UP = 6_000;

    private static final int LATENCY_SECONDS = 30;

    private final ControlPlane plane;
    private final FailedPodMaker maker;
    private final BareLoop bareLoop;

    private OperatorBenchmark(ControlPlane plane) {
        this.plane = plane;
        this.maker = new FailedPodMaker(plane.admin());
        this.bareLoop = new BareLoop(plane, maker);
    }

    public static void main(String[] args) throws Exception {
        int pods = Integer.parseInt(args[1]);
        int rounds = Integer.parseInt(args[2]);
        int heapPods = Integer.parseInt(args[3]);
        try (ControlPlane plane = ControlPlane.start(Path.of(args[0]), new ControlPlane.Options(false, false))) {
            OperatorBenchmark benchmark = new OperatorBenchmark(plane);
            benchmark.install();
            benchmark.startTime();
            benchmark.throughput(pods, rounds);
            benchmark.latency();
            benchmark.heap(heapPods);
        }
    }

    private void install() {
        plane.apply(Path.of("crds"));
        plane.kubectl("wait", "--for=condition=Established", "crd/failurecategoryrulesets.podfailure.dev")
                .output();
        plane.apply(Path.of("manifests"));
        plane.kubectl("apply", "-f", "examples/getting-started.yaml").output();
    }

    private void startTime() throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Instant begin = Instant.now();
            withOperator(
                    running -> millis.add(Duration.between(begin, Instant.now()).toMillis()));
        }
        System.out.printf(
                "start to ready, 5 starts: %s ms%n", millis.stream().sorted().toList());
    }

    /** Rounds alternate in order, so that neither side always has the warmer API server. */
    private void throughput(int pods, int rounds) throws Exception {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            String ours = "operator-" + round;
            String bare = "bare-" + round;
            double operator;
            double loop;
            if (round % 2 == 0) {
                operator = operatorRound(ours, pods);
                loop = bareLoop.round(bare, pods);
            } else {
                loop = bareLoop.round(bare, pods);
                operator = operatorRound(ours, pods);
            }
            ratios.add(operator / loop);
            System.out.printf(
                    "round %d: operator %.0f pods/s, bare loop %.0f pods/s, ratio %.2f%n",
                    round, operator, loop, operator / loop);
        }
        System.out.printf(
                "ratio, median of %d rounds: %.2f%n",
                rounds, ratios.stream().sorted().toList().get(rounds / 2));
    }

    /** The operator is running and warm from a first lot; then so many pods wait for a rule set that lets them be decided. */
    private double operatorRound(String namespace, int pods) throws Exception {
        maker.namespace(namespace);
        maker.namespace(namespace + "-warm");
        return withOperator(running -> {
            maker.many(namespace + "-warm", WARM_UP);
            awaitAnnotated(namespace + "-warm", WARM_UP);
            plane.kubectl("delete", "fcrs", "-n", "podfailure-system", "getting-started")
                    .output();
            maker.many(namespace, pods);
            Annotations annotations = new Annotations(plane.admin(), namespace, pods);
            plane.kubectl("apply", "-f", "examples/getting-started.yaml").output();
            double perSecond = annotations.perSecond();
            maker.removeAll(namespace);
            maker.removeAll(namespace + "-warm");
            return perSecond;
        });
    }

    private void latency() throws Exception {
        String namespace = "latency";
        maker.namespace(namespace);
        int pods = PODS_A_SECOND * LATENCY_SECONDS;
        Map<String, Instant> failed = new ConcurrentHashMap<>();
        withOperator(running -> {
            maker.namespace("latency-warm");
            maker.many("latency-warm", 200);
            awaitAnnotated("latency-warm", 200);
            Annotations annotations = new Annotations(plane.admin(), namespace, pods);
            try (var threads = Executors.newScheduledThreadPool(8)) {
                List<Future<?>> made = new ArrayList<>();
                for (int i = 0; i < pods; i++) {
                    String name = "pod-" + i;
                    made.add(threads.schedule(
                            () -> failed.put(name, maker.one(namespace, name)),
                            i * 1000L / PODS_A_SECOND,
                            TimeUnit.MILLISECONDS));
                }
                for (Future<?> one : made) {
                    one.get();
                }
            }
            Map<String, Instant> annotated = annotations.all();
            List<Long> millis = failed.entrySet().stream()
                    .map(entry -> Math.max(
                            0,
                            Duration.between(entry.getValue(), annotated.get(entry.getKey()))
                                    .toMillis()))
                    .sorted()
                    .toList();
            System.out.printf(
                    "Failed to annotated at %d pods/s, %d pods: median %d ms, p99 %d ms, max %d ms%n",
                    PODS_A_SECOND, pods, millis.get(pods / 2), millis.get(pods * 99 / 100), millis.getLast());
            return pods;
        });
    }

    private void heap(int pods) throws Exception {
        maker.namespace("heap");
        withOperator(running -> {
            long before = running.liveHeap();
            maker.many("heap", pods);
            awaitAnnotated("heap", pods);
            long after = running.liveHeap();
            System.out.printf(
                    "live heap: %d MiB, after %d failed pods %d MiB, %.1f KiB a pod%n",
                    before >> 20, pods, after >> 20, (after - before) / 1024.0 / pods);
            return after;
        });
    }

    private void awaitAnnotated(String namespace, int pods) throws InterruptedException {
        while (plane.admin().pods().inNamespace(namespace).list().getItems().stream()
                        .filter(pod -> PodAnnotations.read(pod).isPresent())
                        .count()
                < pods) {
            Thread.sleep(200);
        }
    }

    private <T> T withOperator(Measurement<T> measurement) throws Exception {
        try (Running running = Running.start(plane)) {
            return measurement.take(running);
        }
    }

    private interface Measurement<T> {
        T take(Running running) throws Exception;
    }
}
