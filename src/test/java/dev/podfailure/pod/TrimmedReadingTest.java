package dev.podfailure.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrimmedReadingTest {
    private final KubernetesSerialization trimming = TrimmedReading.serialization();
    private String sent = "";
    private Pod whole = new Pod();

    @BeforeEach
    void read() throws IOException {
        use("static-pod-crashloop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preempted-by-scheduler",
                "reject-taint-noexecute",
                "sidecar-command-missing-blocks-main",
                "sidecar-oom-main-exit-1",
                "static-pod-crashloop"
            })
    void readsWhatTrimmingLeaves(String name) throws IOException {
        use(name);

        assertThat(trimming.unmarshal(sent, Pod.class)).isEqualTo(PodTrimmer.trim(whole));
        assertThat(whole.getMetadata().getManagedFields()).isNotEmpty();
    }

    @Test
    void inAListing() {
        String list = "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\"},\"items\":["
                + sent + "]}";

        assertThat(trimming.unmarshal(list, PodList.class).getItems()).containsExactly(PodTrimmer.trim(whole));
    }

    @Test
    void inAWatch() {
        String event = "{\"type\":\"MODIFIED\",\"object\":" + sent + "}";

        assertThat(trimming.unmarshal(event, WatchEvent.class).getObject()).isEqualTo(PodTrimmer.trim(whole));
    }

    private void use(String name) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode record = mapper.readTree(
                Path.of("src", "test", "resources", "cel", name + ".json").toFile());
        ObjectNode pod = (ObjectNode) record.get("pod");
        pod.withObject("/metadata").putArray("managedFields").addObject().put("manager", "kubelet");
        sent = mapper.writeValueAsString(pod);
        whole = new KubernetesSerialization().unmarshal(sent, Pod.class);
    }
}
