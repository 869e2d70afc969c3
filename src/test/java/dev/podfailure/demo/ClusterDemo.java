package dev.podfailure.demo;

import dev.podfailure.rig.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The demo on the user's cluster: a namespace with pods that really fail, and the operator as a process of this machine
 * that looks at this namespace only. Everything is removed again, however the demo ends.
 */
final class ClusterDemo {
    static final String NAMESPACE = "podfailure-demo";

    private static final Path CRD = Path.of("crds", "failurecategoryrulesets.podfailure.dev-v1.yml");
    private static final String CRD_NAME = "failurecategoryrulesets.podfailure.dev";
    private static final Path EXAMPLES = Path.of("examples");
    private static final String CLUSTER_WIDE = "namespace: podfailure-system";
    private static final Path LOG = Path.of("target", "demo", "operator.log");

    private static final int SERVICE_ACCOUNT_SECONDS = 10;

    /** A missing volume takes the kubelet two minutes to give up. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final DemoSettings settings;
    private final Path kubeconfig;
    private final Screen screen;

    ClusterDemo(DemoSettings settings, Path kubeconfig, Screen screen) {
        this.settings = settings;
        this.kubeconfig = kubeconfig;
        this.screen = screen;
    }

    /** Whether every pod got the category that was expected. */
    boolean run() {
        if (!Files.isReadable(kubeconfig)) {
            throw new DemoException("KUBECONFIG names " + kubeconfig + ", which cannot be read");
        }
        try (KubernetesClient client = ControlPlane.client(kubeconfig)) {
            boolean crdIsThere = look(client);
            ask(client, crdIsThere);
            Cleanup cleanup = new Cleanup(kubeconfig, !crdIsThere, screen);
            Thread onInterrupt = new Thread(cleanup::run, "cleanup");
            Runtime.getRuntime().addShutdownHook(onInterrupt);
            try {
                return show(client, crdIsThere);
            } finally {
                cleanup.run();
            }
        } catch (KubernetesClientException e) {
            throw new DemoException("the cluster answered: " + words(e));
        }
    }

    /** Whether the CRD is there; refuses a cluster in which an earlier demo left something, or another one runs. */
    private static boolean look(KubernetesClient client) {
        if (client.namespaces().withName(NAMESPACE).get() != null) {
            throw new DemoException("the namespace %s exists already. Another demo? If not: kubectl delete namespace %s"
                    .formatted(NAMESPACE, NAMESPACE));
        }
        return client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(CRD_NAME)
                        .get()
                != null;
    }

    private void ask(KubernetesClient client, boolean crdIsThere) {
        screen.line("The cluster: %s (Kubernetes %s)"
                .formatted(client.getMasterUrl(), client.getKubernetesVersion().getGitVersion()));
        screen.line("The demo makes there, and removes when it ends:");
        if (crdIsThere) {
            screen.line(
                    "  (The custom resource definition is there already. If an operator runs in this cluster, it answers"
                            + " for these pods, too.)");
        } else {
            screen.line("  - the custom resource definition " + CRD_NAME);
        }
        screen.line("  - the namespace %s with %d rule sets and %d pods that fail (image %s)"
                .formatted(NAMESPACE, ruleSets().size(), FailingPod.all().size(), settings.image()));
        screen.line("The operator runs on this machine with the rights of this kubeconfig, and looks at that namespace"
                + " only.");
        if (settings.yes()) {
            return;
        }
        screen.line("Go on? Type yes:");
        if (!"yes".equals(answer().strip().toLowerCase(Locale.ROOT))) {
            throw new DemoException("nothing was changed (DEMO_YES=1 answers the question in advance)");
        }
    }

    private static String answer() {
        try {
            // Not closed: it is the process's own input.
            String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    private boolean show(KubernetesClient client, boolean crdIsThere) {
        if (!crdIsThere) {
            client.load(stream(read(CRD))).create();
            client.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(CRD_NAME)
                    .waitUntilCondition(
                            crd -> crd != null
                                    && crd.getStatus() != null
                                    && crd.getStatus().getConditions().stream()
                                            .anyMatch(condition -> condition
                                                            .getType()
                                                            .equals("Established")
                                                    && condition.getStatus().equals("True")),
                            1,
                            TimeUnit.MINUTES);
        }
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        awaitServiceAccount(client);
        ruleSets().forEach(text -> client.load(stream(text)).create());
        List<String> options = List.of("--namespace=" + NAMESPACE, "--watch-namespaces=" + NAMESPACE);
        screen.heading("The operator");
        try (OperatorUnderDemo operator = OperatorUnderDemo.start(kubeconfig, LOG, options)) {
            screen.line("ready after %.1f s, log in %s"
                    .formatted(operator.awaitReady().toMillis() / 1000.0, LOG));
            return watch(client, operator);
        }
    }

    /** No pod can be made before; a cluster whose admission does not ask for it may never have one. */
    private static void awaitServiceAccount(KubernetesClient client) {
        try {
            client.serviceAccounts()
                    .inNamespace(NAMESPACE)
                    .withName("default")
                    .waitUntilCondition(account -> account != null, SERVICE_ACCOUNT_SECONDS, TimeUnit.SECONDS);
        } catch (KubernetesClientTimeoutException e) {
            // Then the pods are refused, with the API server's own words.
        }
    }

    private boolean watch(KubernetesClient client, OperatorUnderDemo operator) {
        screen.heading("%d pods begin to fail; the last one takes the kubelet some two minutes"
                .formatted(FailingPod.all().size()));
        boolean asExpected;
        try (EventFeed feed = new EventFeed(operator.grpcPort(), screen);
                PodTable table = new PodTable(client.pods().inNamespace(NAMESPACE), screen)) {
            feed.start();
            screen.tableHead();
            FailingPod.all()
                    .forEach(pod -> client.resource(pod.manifest(NAMESPACE, settings.image()))
                            .create());
            Map<String, Expectation> expected = FailingPod.expectations(NAMESPACE);
            Report report = Report.await(expected, table::answers, PATIENCE);
            screen.heading("Counters, from http://127.0.0.1:%d/metrics".formatted(operator.httpPort()));
            operator.counters("podfailure_failures_total").forEach(screen::line);
            asExpected = report.print(screen);
        }
        if (!settings.once()) {
            stay(operator);
        }
        return asExpected;
    }

    private void stay(OperatorUnderDemo operator) {
        screen.heading("Yours until Enter or Ctrl-C; then everything is removed");
        String kubectl = "kubectl --kubeconfig=%s -n %s".formatted(kubeconfig, NAMESPACE);
        screen.line("kubeconfig: " + kubeconfig);
        List.of(
                        kubectl + " describe pod out-of-memory",
                        kubectl + " get failurecategoryrulesets",
                        kubectl + " explain failurecategoryrulesets.spec.rules",
                        kubectl + " annotate pod exit-code podfailure.dev/reclassify=true",
                        "curl -s http://127.0.0.1:%d/metrics | grep ^podfailure_".formatted(operator.httpPort()))
                .forEach(command -> screen.line("  " + command));
        answer();
    }

    /** The examples that lie in the operator's namespace, moved to that of the demo. */
    private static List<String> ruleSets() {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(ClusterDemo::read)
                    .filter(text -> text.contains(CLUSTER_WIDE))
                    .map(text -> text.replace(CLUSTER_WIDE, "namespace: " + NAMESPACE))
                    .toList();
        } catch (IOException e) {
            throw new DemoException("cannot list " + EXAMPLES + ": " + e.getMessage());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new DemoException("cannot read " + file + ": " + e.getMessage());
        }
    }

    private static String words(KubernetesClientException e) {
        return e.getCause() == null ? "" + e.getMessage() : e.getMessage() + " (" + e.getCause() + ")";
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Removes what the demo made, once; with a client of its own, because the demo's may be closed by then. */
    private static final class Cleanup {
        private final Path kubeconfig;
        private final boolean crdIsOurs;
        private final Screen screen;
        private boolean done;

        Cleanup(Path kubeconfig, boolean crdIsOurs, Screen screen) {
            this.kubeconfig = kubeconfig;
            this.crdIsOurs = crdIsOurs;
            this.screen = screen;
        }

        synchronized void run() {
            if (done) {
                return;
            }
            done = true;
            try (KubernetesClient client = ControlPlane.client(kubeconfig)) {
                HasMetadata namespace = client.namespaces().withName(NAMESPACE).get();
                if (namespace != null) {
                    client.resource(namespace).delete();
                }
                if (crdIsOurs) {
                    client.apiextensions()
                            .v1()
                            .customResourceDefinitions()
                            .withName(CRD_NAME)
                            .delete();
                }
                screen.line("Removed what the demo had made.");
            } catch (KubernetesClientException e) {
                screen.line(
                        "Not everything could be removed (" + e.getMessage() + "). By hand: kubectl delete namespace "
                                + NAMESPACE + (crdIsOurs ? "; kubectl delete crd " + CRD_NAME : ""));
            }
        }
    }
}
