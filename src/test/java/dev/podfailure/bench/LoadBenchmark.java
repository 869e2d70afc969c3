package dev.podfailure.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.rig.ControlPlane;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The operator under load, as a process of its own against a real API server with its audit log on: many failed pods that are
 * there at its start, a burst beside it, and a start among many annotated pods. Prints one table.
 *
 * <p>Arguments: the control plane's binary, the number of pods that are there at the start, the number of pods of the burst.
 */
public final class LoadBenchmark {
    private static final String USER = "\"username\":\"system:serviceaccount:podfailure-system:podfailure\"";

    private final ControlPlane plane;
    private final FailedPodMaker maker;
    private final int present;
    private final int burst;

    private LoadBenchmark(ControlPlane plane, int present, int burst) {
        this.plane = plane;
        this.maker = new FailedPodMaker(plane.admin());
        this.present = present;
        this.burst = burst;
    }

    public static void main(String[] args) throws Exception {
        int present = Integer.parseInt(args[1]);
        int burst = Integer.parseInt(args[2]);
        try (ControlPlane plane = ControlPlane.start(Path.of(args[0]), new ControlPlane.Options(false, true))) {
            LoadBenchmark benchmark = new LoadBenchmark(plane, present, burst);
            benchmark.install();
            row("what", "figure");
            row("---", "---");
            benchmark.bareLoop();
            benchmark.presentAtStart();
            benchmark.startAmongAnnotated();
        }
    }

    private void install() {
        plane.apply(Path.of("crds"));
        plane.kubectl("wait", "--for=condition=Established", "crd/failurecategoryrulesets.podfailure.dev")
                .output();
        plane.apply(Path.of("manifests"));
        plane.kubectl("apply", "-f", "examples/getting-started.yaml").output();
    }

    private void bareLoop() throws Exception {
        double perSecond = new BareLoop(plane, maker).round("bare", burst);
        row("bare loop of the same patches, %,d pods".formatted(burst), "%.0f pods/s".formatted(perSecond));
    }

    private void presentAtStart() throws Exception {
        maker.namespace("present");
        maker.many("present", present);
        Annotations annotations = new Annotations(plane.admin(), "present", present);
        Instant begin = Instant.now();
        try (Running running = Running.start(plane)) {
            Collection<Instant> times = annotations.all().values();
            Duration cpu = running.cpu();
            String what = "%,d failed pods present at the start".formatted(present);
            row(what, "%.0f pods/s".formatted(annotations.perSecond()));
            row(what + ": from the start of the process to the last annotation", seconds(begin, latest(times)));
            row(what + ": processor, start included, for 1,000 pods", perThousand(cpu, present));
            requests(what, "present", present);
            burst(running);
            row(
                    "live heap with %,d failed pods".formatted(present + burst),
                    "%d MiB".formatted(running.liveHeap() >> 20));
        }
    }

    private void burst(Running running) throws Exception {
        maker.namespace("burst");
        Annotations annotations = new Annotations(plane.admin(), "burst", burst);
        Map<String, Instant> failed = new ConcurrentHashMap<>();
        Duration before = running.cpu();
        maker.many("burst", burst, failed::put);
        Map<String, Instant> annotated = annotations.all();
        Duration cpu = running.cpu().minus(before);
        List<Long> millis = failed.entrySet().stream()
                .map(entry -> Math.max(
                        0,
                        Duration.between(entry.getValue(), annotated.get(entry.getKey()))
                                .toMillis()))
                .sorted()
                .toList();
        String what = "burst of %,d pods".formatted(burst);
        row(what + ": made", "%.0f pods/s".formatted(perSecond(failed.values())));
        row(what + ": annotated", "%.0f pods/s".formatted(annotations.perSecond()));
        row(
                what + ": Failed to annotated",
                "p50 %d ms, p99 %d ms, longest %d ms"
                        .formatted(millis.get(burst / 2), millis.get(burst * 99 / 100), millis.getLast()));
        row(what + ": processor for 1,000 pods", perThousand(cpu, burst));
        requests(what, "burst", burst);
    }

    private void startAmongAnnotated() throws Exception {
        maker.removeAll("burst");
        List<Duration> starts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Instant begin = Instant.now();
            Running running = Running.start(plane);
            starts.add(Duration.between(begin, Instant.now()));
            running.close();
        }
        long annotated = plane.admin().pods().inAnyNamespace().list().getItems().stream()
                .filter(pod -> PodAnnotations.read(pod).isPresent())
                .count();
        row(
                "start to ready among %,d annotated pods, 3 starts".formatted(annotated),
                String.join(
                        ", ",
                        starts.stream().sorted().map(LoadBenchmark::seconds).toList()));
    }

    /** All that the operator asked for about the pods of a namespace; the namespaced requests are all about single pods. */
    private void requests(String what, String namespace, int pods) throws Exception {
        String path = "/api/v1/namespaces/" + namespace + "/";
        long all = 0;
        long conflicts = 0;
        try (BufferedReader lines = Files.newBufferedReader(plane.auditLog(), UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(USER) && line.contains(path) && line.contains("\"stage\":\"ResponseComplete\"")) {
                    all++;
                    conflicts += line.contains("\"reason\":\"Conflict\",\"code\":409") ? 1 : 0;
                }
            }
        }
        row(
                what + ": API requests a pod, from the audit log",
                "%.3f (%d for %d pods, %d conflicts)".formatted((double) all / pods, all, pods, conflicts));
    }

    private static double perSecond(Collection<Instant> times) {
        List<Instant> sorted = times.stream().sorted().toList();
        return times.size()
                / (Duration.between(sorted.getFirst(), sorted.getLast()).toNanos() / 1e9);
    }

    private static Instant latest(Collection<Instant> times) {
        return times.stream().max(Instant::compareTo).orElseThrow();
    }

    private static String perThousand(Duration cpu, int pods) {
        return "%.2f s".formatted(cpu.toMillis() / (double) pods);
    }

    private static String seconds(Instant from, Instant to) {
        return seconds(Duration.between(from, to));
    }

    private static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1e3);
    }

    private static void row(String what, String figure) {
        System.out.printf("| %s | %s |%n", what, figure);
    }
}
