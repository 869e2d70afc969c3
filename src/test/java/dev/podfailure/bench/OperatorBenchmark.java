package dev.podfailure.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.WatchedProcess;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.ServerSocket;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The operator as a process of its own against a real API server: how many pods a second it annotates, beside a bare loop of
 * the same patches; how long after its failure a pod is annotated; what the heap holds; how long the start takes.
 *
 * <p>Arguments: the control plane's binary, the number of pods a round, the number of rounds, the number of pods for the heap.
 */
public final class OperatorBenchmark {
    private static final int CONCURRENCY = 16;
    private static final int PODS_A_SECOND = 20;

    /** So many that the JVM has compiled what matters; the bare loop's JVM is the one that makes the pods, and warm from that. */
    private static final int WARM_UP = 6_000;

    private static final int LATENCY_SECONDS = 30;

    private final ControlPlane plane;
    private final FailedPodMaker maker;
    private final HttpClient http = HttpClient.newHttpClient();

    private OperatorBenchmark(ControlPlane plane) {
        this.plane = plane;
        this.maker = new FailedPodMaker(plane.admin());
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
                loop = bareRound(bare, pods);
            } else {
                loop = bareRound(bare, pods);
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

    /** The same patches by the same client, and nothing else. */
    private double bareRound(String namespace, int pods) throws Exception {
        maker.namespace(namespace);
        maker.many(namespace, pods);
        List<Pod> failed = plane.admin().pods().inNamespace(namespace).list().getItems();
        Annotations annotations = new Annotations(plane.admin(), namespace, pods);
        try (KubernetesClient client = ControlPlane.client(plane.kubeconfigOf("podfailure-system", "podfailure"))) {
            patchAll(client, failed, "warm");
            patchAll(client, failed, "done");
            return annotations.perSecond();
        } finally {
            maker.removeAll(namespace);
        }
    }

    private static void patchAll(KubernetesClient client, List<Pod> pods, String value) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(CONCURRENCY)) {
            List<Future<?>> patches = new ArrayList<>();
            for (Pod pod : pods) {
                patches.add(threads.submit(() -> patch(client, pod, value)));
            }
            for (Future<?> patch : patches) {
                patch.get();
            }
        }
    }

    private static void patch(KubernetesClient client, Pod pod, String value) {
        String annotations = """
                {"metadata":{"uid":"%s","annotations":{"podfailure.dev/category":"application",\
                "podfailure.dev/subcategory":"error","podfailure.dev/rule":"podfailure-system/getting-started/exited-with-an-error",\
                "podfailure.dev/rule-generation":"00000000-0000-4000-8000-000000000000/1",\
                "podfailure.dev/evidence":"onExitCodes container=main exitCode=1","podfailure.dev/responsible":"user",\
                "podfailure.dev/event-id":"00000000-0000-5000-8000-000000000000","podfailure.dev/revision":"0",\
                "podfailure.dev/classified-at":"2026-01-01T00:00:00.000Z","podfailure.dev/committed-by":"%s"}}}""".formatted(pod.getMetadata().getUid(), value);
        client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), annotations);
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
        try (Running running = start()) {
            return measurement.take(running);
        }
    }

    private interface Measurement<T> {
        T take(Running running) throws Exception;
    }

    private Running start() throws Exception {
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

    private final class Running implements AutoCloseable {
        private static final Pattern USED =
                Pattern.compile("^jvm_memory_used_bytes\\{area=\"heap\"[^}]*} ([0-9.E+]+)$", Pattern.MULTILINE);

        private final WatchedProcess process;
        private final int httpPort;

        Running(WatchedProcess process, int httpPort) {
            this.process = process;
            this.httpPort = httpPort;
        }

        String page(String path) throws InterruptedException {
            try {
                return http.send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                                        .build(),
                                BodyHandlers.ofString())
                        .body();
            } catch (IOException e) {
                return "";
            }
        }

        /** What is left after a collection of everything. */
        long liveHeap() throws Exception {
            ProcessHandle java = ProcessHandle.allProcesses()
                    .filter(candidate -> candidate
                            .info()
                            .arguments()
                            .map(arguments -> String.join(" ", arguments).contains("--http-port=" + httpPort))
                            .orElse(false))
                    .filter(candidate -> candidate.info().command().orElse("").endsWith("java"))
                    .findFirst()
                    .orElseThrow();
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

        @Override
        public void close() {
            process.stop();
        }
    }

    /** Watches until every pod of a namespace has its annotations, and notes when each got them. */
    private static final class Annotations implements Watcher<Pod> {
        private final Map<String, Instant> annotated = new ConcurrentHashMap<>();
        private final int pods;

        Annotations(KubernetesClient client, String namespace, int pods) {
            this.pods = pods;
            client.pods().inNamespace(namespace).watch(this);
        }

        @Override
        public void eventReceived(Action action, Pod pod) {
            Map<String, String> annotations = pod.getMetadata().getAnnotations();
            String by = annotations == null ? null : annotations.get(PodAnnotations.PREFIX + "committed-by");
            if (by != null && !by.equals("warm")) {
                annotated.putIfAbsent(pod.getMetadata().getName(), Instant.now());
            }
        }

        @Override
        public void onClose(WatcherException e) {
            throw new IllegalStateException(e);
        }

        Map<String, Instant> all() throws InterruptedException {
            while (annotated.size() < pods) {
                Thread.sleep(10);
            }
            return annotated;
        }

        /** From the first to the last annotation, both sides as this watcher sees them. */
        double perSecond() throws InterruptedException {
            List<Instant> times = all().values().stream().sorted().toList();
            return pods / (Duration.between(times.getFirst(), times.getLast()).toNanos() / 1e9);
        }
    }
}
