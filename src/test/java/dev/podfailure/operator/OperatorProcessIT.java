package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.FreePorts;
import dev.podfailure.rig.RequiresControlPlane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged program as its user meets it: how it starts, what it says when it cannot, and its exit code. */
@RequiresControlPlane
final class OperatorProcessIT {
    private static final int STOPPED = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final String[] ONE_TRY = {"--startup-timeout=0s"};

    private static ControlPlane plane;
    private static Path kubeconfig;

    @BeforeAll
    static void install(ControlPlane controlPlane) {
        plane = controlPlane;
        RunningOperator.install(plane);
        kubeconfig = plane.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "operator --help", "--version", "operator --version"})
    void explainsItself(String arguments) {
        try (LaunchedOperator program = LaunchedOperator.run(Map.of(), arguments.split(" "))) {
            assertThat(program.awaitEnd()).isZero();
            assertThat(program.output()).contains("podfailure").doesNotContain("not packaged");
        }
    }

    @Test
    void namesAnOptionThatItDoesNotKnow() {
        try (LaunchedOperator program = LaunchedOperator.operator(kubeconfig, "--http-prot=8080")) {
            endsWith(program, MISUSED);
            assertThat(program.output()).contains("--http-prot");
        }
    }

    @Test
    void namesAKubeconfigThatIsNotThere() {
        try (LaunchedOperator program = LaunchedOperator.operator(Path.of("/no/such/kubeconfig"))) {
            endsWith(program, MISUSED);
            assertThat(program.lines().getFirst()).contains("KUBECONFIG", "/no/such/kubeconfig", "cannot be read");
        }
    }

    @Test
    void doesNotServeTheStreamInPlainTextByMistake() {
        try (LaunchedOperator program = LaunchedOperator.operator(kubeconfig, "--no-insecure-grpc")) {
            endsWith(program, MISUSED);
            assertThat(program.lines().getFirst())
                    .contains("--grpc-tls-cert-file", "--grpc-tls-key-file", "--insecure-grpc");
        }
    }

    @Test
    void namesACertificateThatItCannotUse(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("tls.crt"), "no certificate");
        try (LaunchedOperator program = LaunchedOperator.operator(
                kubeconfig, "--grpc-tls-cert-file=" + broken, "--grpc-tls-key-file=" + broken)) {
            endsWith(program, MISUSED);
            assertThat(program.lines().getFirst()).contains("--grpc-tls-cert-file", broken + " is no PEM file");
        }
    }

    @Test
    void saysThatNoClusterIsConfigured(@TempDir Path home) {
        try (LaunchedOperator program = LaunchedOperator.run(
                Map.of("KUBECONFIG", "", "JAVA_OPTS", "-Duser.home=" + home),
                "operator",
                "--http-port=0",
                "--insecure-grpc")) {
            endsWith(program, MISUSED);
            assertThat(program.lines().getFirst()).contains("KUBECONFIG", home.toString(), "no cluster to work on");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clusters: [}", "", "just a sentence", "{apiVersion: v1, kind: Config, clusters: 7}"})
    void namesAKubeconfigThatItCannotUse(String text, @TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("kubeconfig"), text);
        try (LaunchedOperator program = LaunchedOperator.operator(broken)) {
            endsWith(program, MISUSED);
            assertThat(program.lines().getFirst()).contains("KUBECONFIG", broken.toString());
        }
    }

    @Test
    void namesAnApiServerThatDoesNotAnswer(@TempDir Path folder) throws IOException {
        String address = "https://127.0.0.1:" + FreePorts.next();
        Path elsewhere = folder.resolve("kubeconfig");
        Files.writeString(elsewhere, Files.readString(kubeconfig).replace(plane.server(), address));
        try (LaunchedOperator program = LaunchedOperator.operator(elsewhere, "--startup-timeout=3s")) {
            endsWith(program, FAILED);
            assertThat(program.lines())
                    .anySatisfy(line ->
                            assertThat(line).contains("WARN", address, "connection refused", "KUBECONFIG", "retryIn"))
                    .anySatisfy(line -> assertThat(line)
                            .contains("ERROR", "Giving up: the cluster cannot be used", address, "KUBECONFIG"));
        }
    }

    @Test
    void saysThatItsTokenIsRefused(@TempDir Path folder) throws IOException {
        Path stranger = folder.resolve("kubeconfig");
        Files.writeString(stranger, Files.readString(kubeconfig).replaceAll("token: '[^']*'", "token: 'wrong'"));
        try (LaunchedOperator program = LaunchedOperator.operator(stranger, ONE_TRY)) {
            endsWith(program, FAILED);
            assertThat(program.output()).contains(plane.server(), "Unauthorized");
        }
    }

    @Test
    void waitsForTheDefinitionAndComesUpWhenItIsApplied() {
        plane.kubectl("delete", "-k", "crds", "--wait").output();
        try (LaunchedOperator program = LaunchedOperator.operator(kubeconfig)) {
            program.awaitLine("kubectl apply -k crds");

            RunningOperator.install(plane);
            program.awaitReady();

            assertThat(program.stop()).isEqualTo(STOPPED);
            program.assertReadable();
        } finally {
            RunningOperator.install(plane);
        }
    }

    @Test
    void namesWhatItMayNotDoWithoutItsRole() {
        plane.kubectl("delete", "clusterrolebinding", "podfailure").output();
        try {
            awaitRight("list", "pods", "no");
            try (LaunchedOperator program = LaunchedOperator.operator(kubeconfig, ONE_TRY)) {
                endsWith(program, FAILED);
                assertThat(program.count("list pods")).isEqualTo(1);
                assertThat(program.output())
                        .contains("may not", "list pods", "patch pods/status", "list events", "manifests/")
                        .contains("watch failurecategoryrulesets", "patch failurecategoryrulesets/status");
            }
        } finally {
            plane.apply(Path.of("manifests"));
            awaitRight("list", "pods", "yes");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, watch, pods",
        "1, patch, pods/status",
        "2, list, events",
        "3, list, namespaces",
        "4, list, failurecategoryrulesets",
        "5, patch, failurecategoryrulesets/status",
    })
    void namesTheOneRightThatIsMissing(int rule, String verb, String resource) {
        String path = "/rules/" + rule + "/verbs";
        plane.kubectl(
                        "patch",
                        "clusterrole",
                        "podfailure",
                        "--type=json",
                        "--patch=[{\"op\": \"replace\", \"path\": \"" + path + "\", \"value\": ["
                                + (verb.equals("patch") ? "\"get\"" : without(rule, verb)) + "]}]")
                .output();
        try {
            awaitRight(verb, resource, "no");
            try (LaunchedOperator program = LaunchedOperator.operator(kubeconfig, ONE_TRY)) {
                endsWith(program, FAILED);
                assertThat(program.output()).contains("may not " + verb + " " + resource + ": apply the roles");
            }
        } finally {
            plane.apply(Path.of("manifests"));
            awaitRight(verb, resource, "yes");
        }
    }

    @Test
    void saysOnceThatItMayNotWriteEventsAndGoesOn() {
        plane.kubectl(
                        "patch",
                        "clusterrole",
                        "podfailure",
                        "--type=json",
                        "--patch=[{\"op\": \"remove\", \"path\": \"/rules/6\"}]")
                .output();
        try {
            awaitRight("create", "events.events.k8s.io", "no");
            try (LaunchedOperator program = LaunchedOperator.operator(kubeconfig)) {
                program.awaitReady();
                new StoredRuleSets(plane).apply(RunningOperator.NAMESPACE, "without-events", "{}");

                assertThat(program.stop()).isEqualTo(STOPPED);
                program.assertReadable();
                assertThat(program.count("create events.events.k8s.io: apply the roles"))
                        .isEqualTo(1);
                assertThat(program.count("events.k8s.io")).isEqualTo(1);
            }
        } finally {
            plane.apply(Path.of("manifests"));
            awaitRight("create", "events.events.k8s.io", "yes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http-port", "--grpc-port"})
    void namesTheOptionOfAPortThatIsTaken(String option) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LaunchedOperator program = LaunchedOperator.operator(kubeconfig, option + "=" + taken.getLocalPort())) {
            endsWith(program, MISUSED);
            assertThat(program.output()).contains(option, Integer.toString(taken.getLocalPort()), "in use");
        }
    }

    private static void endsWith(LaunchedOperator program, int exitCode) {
        assertThat(program.awaitEnd()).as(program.output()).isEqualTo(exitCode);
        program.assertReadable();
    }

    /** The verbs that are left in a rule of the role. */
    private static String without(int rule, String verb) {
        return String.join(
                ",",
                plane
                        .admin()
                        .rbac()
                        .clusterRoles()
                        .withName("podfailure")
                        .require()
                        .getRules()
                        .get(rule)
                        .getVerbs()
                        .stream()
                        .filter(other -> !other.equals(verb))
                        .map(other -> '"' + other + '"')
                        .toList());
    }

    /** The API server hears of a change of its roles a moment later. */
    private static void awaitRight(String verb, String resource, String answer) {
        String full =
                resource.startsWith("failure") ? resource.replace("rulesets", "rulesets.podfailure.dev") : resource;
        String[] parts = full.split("/", 2);
        await().atMost(LaunchedOperator.PATIENCE)
                .untilAsserted(() -> assertThat(plane.kubectl(
                                        "auth",
                                        "can-i",
                                        verb,
                                        parts[0],
                                        "--subresource=" + (parts.length > 1 ? parts[1] : ""),
                                        "--all-namespaces",
                                        "--as=" + RunningOperator.USER)
                                .stdout()
                                .strip())
                        .isEqualTo(answer));
    }
}
