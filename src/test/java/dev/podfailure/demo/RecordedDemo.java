package dev.podfailure.demo;

import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.Pace;
import dev.podfailure.rig.PodRecord;
import dev.podfailure.rig.Replayed;
import dev.podfailure.rig.Replayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The demo on a control plane of its own, with pods recorded in a real cluster. */
final class RecordedDemo {
    private static final Path FOLDER = Path.of("target", "demo");
    private static final Path MANIFESTS = Path.of("manifests");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Recorded seconds stay seconds; recorded minutes do not. */
    private static final Pace PACE = Pace.withoutGapsOver(Duration.ofMillis(700));

    private static final String OPERATOR_NAMESPACE = "podfailure-system";
    private static final String OPERATOR_ACCOUNT = "podfailure";

    /** Deleted while it ran: no failure, so no category. */
    private static final String STOPPED_ON_PURPOSE = "delete-running-term-143";

    private final DemoSettings settings;
    private final Screen screen;

    RecordedDemo(DemoSettings settings, Screen screen) {
        this.settings = settings;
        this.screen = screen;
    }

    /** Whether every pod got the category that was expected. */
    boolean run() {
        Path binary = Path.of(System.getenv().getOrDefault("PODFAILURE_CONTROLPLANE", ""));
        screen.heading("A control plane: etcd and kube-apiserver, RBAC on");
        Instant start = Instant.now();
        try (ControlPlane plane = ControlPlane.start(binary, new ControlPlane.Options(false, false))) {
            screen.line("ready after %.1f s at %s".formatted(seconds(start), plane.server()));
            install(plane);
            Path kubeconfig = plane.kubeconfigOf(OPERATOR_NAMESPACE, OPERATOR_ACCOUNT);
            Path log = FOLDER.resolve("operator.log");
            screen.heading("The operator, with the permissions of manifests/ and no more");
            try (OperatorUnderDemo operator = OperatorUnderDemo.start(kubeconfig, log, List.of())) {
                screen.line("ready after %.1f s: http://127.0.0.1:%d/metrics, gRPC on 127.0.0.1:%d, log in %s"
                        .formatted(
                                operator.awaitReady().toMillis() / 1000.0,
                                operator.httpPort(),
                                operator.grpcPort(),
                                log));
                return show(plane, operator, binary);
            }
        }
    }

    private void install(ControlPlane plane) {
        screen.heading("kubectl apply: crds/, namespace and roles of manifests/, the rule sets of examples/");
        plane.apply(Path.of("crds"));
        plane.kubectl("wait", "--for=condition=Established", "crd/failurecategoryrulesets.podfailure.dev")
                .output();
        plane.apply(namespaceAndRoles());
        plane.apply(Path.of("examples"));
        Cast.NAMESPACES.stream()
                .filter(name -> plane.admin().namespaces().withName(name).get() == null)
                .forEach(plane::createNamespace);
    }

    /** Everything but the Deployment and what belongs to it: the operator runs here as a process. */
    private static Path[] namespaceAndRoles() {
        try (Stream<Path> files = Files.list(MANIFESTS)) {
            return files.filter(file -> file.getFileName().toString().matches("[012]\\d-.*\\.yaml"))
                    .sorted()
                    .toArray(Path[]::new);
        } catch (IOException e) {
            throw new DemoException("cannot list " + MANIFESTS + ": " + e.getMessage());
        }
    }

    private boolean show(ControlPlane plane, OperatorUnderDemo operator, Path binary) {
        screen.line(
                plane.kubectl("get", "failurecategoryrulesets", "-A").output().stripTrailing());
        Map<String, Cast> cast = Cast.load();
        screen.heading("%d pods that failed in a real cluster fail again, and one is deleted while it runs"
                .formatted(cast.size()));
        boolean asExpected;
        try (EventFeed feed = new EventFeed(operator.grpcPort(), screen);
                PodTable table = new PodTable(plane.admin().pods().inAnyNamespace(), screen);
                Replayer replayer = new Replayer(plane.admin())) {
            feed.start();
            screen.tableHead();
            List<CompletableFuture<Replayed>> replays = play(replayer, cast.values());
            replays.forEach(CompletableFuture::join);
            Report report = Report.await(expected(cast), table::answers, PATIENCE);
            counters(operator);
            asExpected = report.print(screen);
            screen.line(feed.count() + " events came over the stream.");
        }
        if (!settings.once()) {
            stay(plane, operator, binary);
        }
        return asExpected;
    }

    private static Map<String, Expectation> expected(Map<String, Cast> cast) {
        return cast.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().expected()));
    }

    private List<CompletableFuture<Replayed>> play(Replayer replayer, Iterable<Cast> cast) {
        List<CompletableFuture<Replayed>> replays = new ArrayList<>();
        for (Cast member : cast) {
            replays.add(replayer.start(
                    member.pod(), member.namespace(), member.pod().podName(), PACE));
            pause(Duration.ofMillis(150));
        }
        PodRecord stopped = PodRecord.load(STOPPED_ON_PURPOSE);
        replays.add(replayer.start(stopped, Cast.NAMESPACES.getFirst(), stopped.podName(), PACE));
        return replays;
    }

    /** Backlog is what had begun to fail before the rule set was made: here, pods that waited long for their deadline. */
    private void counters(OperatorUnderDemo operator) {
        screen.heading("Counters, from http://127.0.0.1:%d/metrics".formatted(operator.httpPort()));
        Stream.of("podfailure_failures_total", "podfailure_backlog_total", "podfailure_skipped_total")
                .flatMap(name -> operator.counters(name).stream())
                .forEach(screen::line);
    }

    private void stay(ControlPlane plane, OperatorUnderDemo operator, Path binary) {
        Path kubectl = kubectlScript(plane, binary);
        screen.heading("Yours until Ctrl-C");
        screen.line("kubeconfig of the administrator: " + plane.kubeconfig());
        screen.line("Five commands to try in another shell, in this folder:");
        List.of(
                        kubectl + " describe pod oom-limit -n web",
                        kubectl + " get failurecategoryrulesets -A",
                        kubectl + " explain failurecategoryrulesets.spec.rules",
                        kubectl + " annotate pod exit-42 -n batch podfailure.dev/reclassify=true",
                        "curl -s http://127.0.0.1:%d/metrics | grep ^podfailure_".formatted(operator.httpPort()))
                .forEach(command -> screen.line("  " + command));
        pause(Duration.ofDays(365));
    }

    private static Path kubectlScript(ControlPlane plane, Path binary) {
        Path script = FOLDER.resolve("kubectl");
        try {
            Files.writeString(
                    script,
                    "#!/bin/sh\nexec '%s' kubectl --kubeconfig='%s' \"$@\"\n".formatted(binary, plane.kubeconfig()));
            if (!script.toFile().setExecutable(true)) {
                throw new DemoException("cannot make " + script + " executable");
            }
            return script;
        } catch (IOException e) {
            throw new DemoException("cannot write " + script + ": " + e.getMessage());
        }
    }

    private static double seconds(Instant start) {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }

    private static void pause(Duration duration) {
        try {
            TimeUnit.MILLISECONDS.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted");
        }
    }
}
