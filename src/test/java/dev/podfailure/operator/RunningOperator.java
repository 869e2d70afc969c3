package dev.podfailure.operator;

import dev.podfailure.rig.ControlPlane;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** The operator in this JVM, with the rights that {@code manifests/} give it and no others. */
public final class RunningOperator implements AutoCloseable {
    public static final String NAMESPACE = "podfailure-system";
    public static final String USER = "system:serviceaccount:" + NAMESPACE + ":podfailure";

    /** Plain text, and open to all: what most tests are not about. */
    static final SecuritySettings OPEN = new SecuritySettings(
            new SecuritySettings.Grpc(
                    Optional.empty(), Optional.empty(), SecuritySettings.Callers.ALL, "podfailure.dev", true),
            new SecuritySettings.Http(Optional.empty(), false, "podfailure.dev"),
            Duration.ofMinutes(1));

    private final PodfailureOperator operator;
    private final List<String> failures;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningOperator(PodfailureOperator operator, List<String> failures) {
        this.operator = operator;
        this.failures = failures;
    }

    /** Applies the CRD and everything of {@code manifests/}. */
    public static void install(ControlPlane plane) {
        plane.apply(Path.of("crds"));
        plane.kubectl(
                        "wait",
                        "--for=condition=Established",
                        "crd/failurecategoryrulesets.podfailure.dev",
                        "--timeout=60s")
                .output();
        plane.apply(Path.of("manifests"));
    }

    /** Starts an operator that settles quickly, and waits until it is ready. */
    public static RunningOperator start(ControlPlane plane) {
        return start(Config.fromKubeconfig(
                plane.kubeconfigOf(NAMESPACE, "podfailure").toFile()));
    }

    /** Starts an operator with protected ports, and waits until it is ready. */
    public static RunningOperator start(ControlPlane plane, SecuritySettings security) {
        return start(
                Config.fromKubeconfig(
                        plane.kubeconfigOf(NAMESPACE, "podfailure").toFile()),
                settings(security));
    }

    /** Starts an operator that works with this client configuration, and waits until it is ready. */
    public static RunningOperator start(Config config) {
        return start(config, settings());
    }

    /** Starts an operator with these settings, and waits until it is ready. */
    static RunningOperator start(Config config, OperatorSettings settings) {
        List<String> failures = new CopyOnWriteArrayList<>();
        PodfailureOperator operator = new PodfailureOperator(
                settings, new ConfigBuilder(config).withRequestTimeout(5_000).build(), failures::add);
        RunningOperator running = new RunningOperator(operator, failures);
        try {
            if (!operator.start()) {
                throw new IllegalStateException("the operator did not start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return running;
    }

    /** What the tests run with: defaults, but for the ports and for shorter waits. */
    static OperatorSettings settings() {
        return settings(OPEN);
    }

    /** The same with protected ports. */
    static OperatorSettings settings(SecuritySettings security) {
        return settings(Set.of(), 0, false, security);
    }

    /** The same for some namespaces, or with other rights for the rule sets of tenants. */
    static OperatorSettings settings(Set<String> watchNamespaces, int tenantPriorityLimit, boolean tenantIgnore) {
        return settings(watchNamespaces, tenantPriorityLimit, tenantIgnore, OPEN);
    }

    /** The same for an operator that pushes to these. */
    static OperatorSettings pushing(EventSinkSettings sinks, boolean leaderElection) {
        return settings(Set.of(), 0, false, OPEN, sinks, leaderElection, false);
    }

    /** All of that. */
    static OperatorSettings settings(
            Set<String> watchNamespaces, int tenantPriorityLimit, boolean tenantIgnore, SecuritySettings security) {
        return settings(
                watchNamespaces, tenantPriorityLimit, tenantIgnore, security, EventSinkSettings.NONE, false, false);
    }

    /** The same for an operator that writes an Event about each classified pod. */
    static OperatorSettings settingsWithPodEvents() {
        return settings(Set.of(), 0, false, OPEN, EventSinkSettings.NONE, false, true);
    }

    private static OperatorSettings settings(
            Set<String> watchNamespaces,
            int tenantPriorityLimit,
            boolean tenantIgnore,
            SecuritySettings security,
            EventSinkSettings sinks,
            boolean leaderElection,
            boolean podEvents) {
        return new OperatorSettings(
                NAMESPACE,
                watchNamespaces,
                "127.0.0.1",
                0,
                0,
                leaderElection,
                "podfailure",
                "test",
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                "uncategorized",
                "test-cluster",
                sinks,
                tenantPriorityLimit,
                tenantIgnore,
                Set.of("team"),
                true,
                podEvents,
                1_000,
                PodLabelNames.NONE,
                16,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                security);
    }

    int httpPort() {
        return operator.httpPort();
    }

    public int grpcPort() {
        return operator.grpcPort();
    }

    /** Why the operator said that it cannot go on. */
    public List<String> failures() {
        return failures;
    }

    /** Body of a page of the HTTP port. */
    public String page(String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operator.httpPort() + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sum of the samples of a metric whose line matches the labels. */
    public double metric(String name, String labels) {
        String selected = "\\{[^}]*" + labels + "[^}]*}";
        Pattern line = Pattern.compile(
                "^" + name + (labels.isEmpty() ? "(?:" + selected + ")?" : selected) + " ([0-9.E+-]+)$",
                Pattern.MULTILINE);
        return line.matcher(page("/metrics"))
                .results()
                .mapToDouble(sample -> Double.parseDouble(sample.group(1)))
                .sum();
    }

    @Override
    public void close() {
        operator.close();
    }
}
