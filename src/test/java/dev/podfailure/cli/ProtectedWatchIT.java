package dev.podfailure.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.operator.FailingPods;
import dev.podfailure.operator.RunningOperator;
import dev.podfailure.operator.SecuritySettings;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import dev.podfailure.rig.TestAuthority;
import dev.podfailure.tls.KeyPairFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code podfailure watch} of an operator that speaks TLS, and asks for tokens. */
@RequiresControlPlane
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProtectedWatchIT {
    /** Files are looked at every 10 s. */
    private static final Duration RELOADED = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static RunningOperator operator;
    private static Path token;
    private static Path authority;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start(ControlPlane plane) throws IOException {
        RunningOperator.install(plane);
        plane.kubectlWithInput("""
                        {"apiVersion": "podfailure.dev/v1alpha1", "kind": "FailureCategoryRuleSet",
                         "metadata": {"name": "any", "namespace": "podfailure-system"},
                         "spec": {"defaultCategory": "any"}}""", "create", "-f", "-").output();
        plane.kubectl("create", "serviceaccount", "dashboard", "--namespace=default")
                .output();
        plane.kubectl(
                        "create",
                        "clusterrolebinding",
                        "dashboard",
                        "--clusterrole=podfailure-event-viewer",
                        "--serviceaccount=default:dashboard")
                .output();
        new FailingPods(plane.admin(), "default").fail("failed", 3);
        token = Files.writeString(
                folder.resolve("token"), plane.tokenOf("default", "dashboard", List.of("podfailure.dev")) + "\n");
        authority = renew("first");
        operator = RunningOperator.start(
                plane,
                new SecuritySettings(
                        new SecuritySettings.Grpc(
                                Optional.of(new KeyPairFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"))),
                                Optional.empty(),
                                SecuritySettings.Callers.TOKENS,
                                "podfailure.dev",
                                false),
                        new SecuritySettings.Http(Optional.empty(), false, "podfailure.dev"),
                        Duration.ofMinutes(1)));
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @Test
    void showsTheTokenAndTrustsTheAuthority() {
        await().untilAsserted(() -> {
            assertThat(watch("--ca-file=" + authority, "--token-file=" + token)).isZero();
            assertThat(out.toString()).contains("default/failed  any");
        });
    }

    @Test
    void knowsTheOperatorByTheNameInItsCertificate() {
        assertThat(watch("--ca-file=" + authority, "--token-file=" + token, "--server-name=localhost"))
                .isZero();
        assertThat(watch("--ca-file=" + authority, "--token-file=" + token, "--server-name=other.example"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("cannot be reached", "other.example");
    }

    @Test
    void saysThatATokenIsAskedFor() {
        assertThat(watch("--ca-file=" + authority)).isEqualTo(1);

        assertThat(err.toString()).contains("refused: UNAUTHENTICATED: there is no bearer token");
    }

    @Test
    void saysThatTheTokenCannotBeRead() {
        assertThat(watch("--ca-file=" + authority, "--token-file=" + folder.resolve("none")))
                .isEqualTo(1);

        assertThat(err.toString()).contains("the token in " + folder.resolve("none") + " cannot be read");
    }

    @Test
    void doesNotTrustAnAuthorityThatNobodyNamed() {
        assertThat(watch("--tls", "--token-file=" + token)).isEqualTo(1);

        assertThat(err.toString()).contains("cannot be reached");
    }

    @Test
    void asksWhetherThereIsTls() {
        assertThat(watch("--token-file=" + token)).isEqualTo(1);

        assertThat(err.toString()).contains("cannot be reached", "--tls");
    }

    @Test
    void namesAnAuthorityThatCannotBeRead() {
        assertThat(watch("--ca-file=" + folder.resolve("none"))).isEqualTo(2);

        assertThat(err.toString()).contains(folder.resolve("none") + " does not exist");
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void goesOnWithTheOldCertificateWhenTheNewOneIsBroken() throws IOException {
        Files.writeString(folder.resolve("tls.key"), "broken");

        await().atMost(RELOADED).until(() -> operator.metric("podfailure_tls_reloads_total", "result=\"error\"") == 1);

        assertThat(watch("--ca-file=" + authority, "--token-file=" + token)).isZero();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void showsANewCertificateWithoutARestart() throws IOException {
        Path next = renew("next");

        await().atMost(RELOADED)
                .until(() -> operator.metric("podfailure_tls_reloads_total", "result=\"success\"") == 1);

        assertThat(watch("--ca-file=" + next, "--token-file=" + token)).isZero();
        assertThat(watch("--ca-file=" + authority, "--token-file=" + token)).isEqualTo(1);
    }

    private static Path renew(String name) {
        TestAuthority issuer = new TestAuthority(name);
        issuer.issue("CN=" + name).write(folder);
        return issuer.write(folder.resolve(name + ".crt"));
    }

    private int watch(String... options) {
        List<String> all = new ArrayList<>(
                List.of("watch", "--snapshot", "--stop-at-end", "--address=localhost:" + operator.grpcPort()));
        all.addAll(List.of(options));
        return PodfailureCommand.commandLine(Map.of(), InputStream.nullInputStream())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
