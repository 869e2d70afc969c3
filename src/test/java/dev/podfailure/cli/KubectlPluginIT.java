package dev.podfailure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.operator.FailingPods;
import dev.podfailure.operator.StoredRuleSets;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.ProgramRun;
import dev.podfailure.rig.RequiresControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program as kubectl starts it, through links in a folder of the PATH. */
@RequiresControlPlane
class KubectlPluginIT {
    private final ControlPlane plane;

    @TempDir
    Path folder;

    KubectlPluginIT(ControlPlane plane) {
        this.plane = plane;
    }

    @BeforeEach
    void install() throws IOException {
        for (String name : List.of("kubectl-podfailure", "kubectl_complete-podfailure")) {
            Files.createSymbolicLink(folder.resolve(name), Path.of("bin", name).toAbsolutePath());
        }
    }

    @Test
    void isCalledWhatTheUserTypes() {
        assertThat(kubectl("podfailure", "classify", "--help").output())
                .startsWith("Usage: kubectl podfailure classify");
    }

    @Test
    void explainsAPodOfTheClusterThatKubectlMeans() {
        plane.apply(Path.of("crds"));
        plane.kubectl("wait", "--for=condition=Established", "crd/failurecategoryrulesets.podfailure.dev")
                .output();
        plane.createNamespace("plugged");
        new StoredRuleSets(plane)
                .put("plugged", "own", "rules: [{name: five, category: c, onExitCodes: {operator: In, values: [5]}}]");
        new FailingPods(plane.admin(), "plugged").fail("broken", 5);

        assertThat(kubectl("podfailure", "explain", "pod", "broken", "-n", "plugged")
                        .output())
                .contains("plugged/own/five");
    }

    @Test
    void completesItsCommands() {
        assertThat(kubectl("__complete", "podfailure", "cl").output()).contains("classify");
    }

    @Test
    void wrongOptionsAreAnErrorOfKubectlToo() {
        ProgramRun run = kubectl("podfailure", "classify", "--no-such-option");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.stderr()).contains("See 'kubectl podfailure classify --help'");
    }

    private ProgramRun kubectl(String... arguments) {
        String binary = ProgramRun.of("", List.of("controlplane/build", "--path"))
                .output()
                .strip();
        List<String> command = new ArrayList<>(List.of(
                "env",
                "PATH=" + folder + ":" + System.getenv("PATH"),
                "KUBECONFIG=" + plane.kubeconfig(),
                binary,
                "kubectl"));
        command.addAll(List.of(arguments));
        return ProgramRun.of("", command);
    }
}
