package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterConfigTest {
    private static final String KUBECONFIG = """
            apiVersion: v1
            kind: Config
            current-context: here
            clusters: [{name: here, cluster: {server: "https://127.0.0.1:6443"}}]
            users: [{name: me, user: {token: secret}}]
            contexts: [{name: here, context: {cluster: here, user: me}}]
            """;

    @TempDir
    private Path home;

    @Test
    void takesTheFileThatKubeconfigNames() throws IOException {
        Path file = Files.writeString(home.resolve("one"), KUBECONFIG);

        assertThat(ClusterConfig.find(Map.of("KUBECONFIG", file.toString()), home)
                        .getMasterUrl())
                .startsWith("https://127.0.0.1:6443");
    }

    @Test
    void takesTheFileInTheHomeFolderOtherwise() throws IOException {
        Files.createDirectory(home.resolve(".kube"));
        Files.writeString(home.resolve(".kube/config"), KUBECONFIG);

        assertThat(ClusterConfig.find(Map.of(), home).getMasterUrl()).startsWith("https://127.0.0.1:6443");
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThatThrownBy(() -> ClusterConfig.find(Map.of("KUBECONFIG", "/no/such/file"), home))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("KUBECONFIG names /no/such/file");
    }

    @Test
    void saysThatThereIsNoClusterToWorkOn() {
        assertThatThrownBy(() -> ClusterConfig.find(Map.of(), home))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("there is no cluster to work on");
    }

    @Test
    void refusesAFileThatIsNoYaml() throws IOException {
        Path file = Files.writeString(home.resolve("broken"), "clusters: [}");

        assertThatThrownBy(() -> ClusterConfig.find(Map.of("KUBECONFIG", file.toString()), home))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void refusesAFileWithoutACurrentContext() throws IOException {
        Path file = Files.writeString(home.resolve("empty"), "apiVersion: v1\nkind: Config\n");

        assertThatThrownBy(() -> ClusterConfig.find(Map.of("KUBECONFIG", file.toString()), home))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("current-context");
    }
}
