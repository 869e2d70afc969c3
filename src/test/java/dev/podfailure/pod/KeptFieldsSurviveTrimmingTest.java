package dev.podfailure.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podfailure.rules.cel.KeptFields;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions may use must be in the cache. */
class KeptFieldsSurviveTrimmingTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preempted-by-scheduler",
                "reject-taint-noexecute",
                "sidecar-command-missing-blocks-main",
                "sidecar-oom-main-exit-1",
                "static-pod-crashloop"
            })
    void ofAWholePod(String name) throws IOException {
        Path file = Path.of("src", "test", "resources", "cel", name + ".json");
        Pod pod = MAPPER.treeToValue(MAPPER.readTree(file.toFile()).get("pod"), Pod.class);
        Map<String, String> values = KeptFields.valuesOf(pod);

        assertThat(values).containsKey("pod.metadata.uid");
        assertThat(KeptFields.valuesOf(PodTrimmer.trim(pod))).isEqualTo(values);
    }
}
