package dev.podfailure.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.failure.PodFacts;
import dev.podfailure.rig.PodRecord;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodTrimmerTest {
    private static final Pod WHOLE = TestPods.failed(1)
            .editMetadata()
            .addToAnnotations("podfailure.dev/category", "user")
            .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "secret")
            .addToLabels("app", "batch")
            .addToFinalizers("example.com/held")
            .addNewOwnerReference()
            .withKind("Job")
            .withName("job")
            .withController(true)
            .endOwnerReference()
            .addNewOwnerReference()
            .withKind("Other")
            .withName("other")
            .endOwnerReference()
            .addNewManagedField()
            .withManager("kubelet")
            .endManagedField()
            .endMetadata()
            .editSpec()
            .editFirstContainer()
            .addNewEnv()
            .withName("PASSWORD")
            .withValue("secret")
            .endEnv()
            .endContainer()
            .addNewVolume()
            .withName("data")
            .endVolume()
            .endSpec()
            .build();

    @Test
    void keepsOnlyOurAnnotations() {
        assertThat(PodTrimmer.trim(WHOLE).getMetadata().getAnnotations()).containsOnlyKeys("podfailure.dev/category");
    }

    @Test
    void keepsTheControllingOwnerAndTheLabels() {
        Pod trimmed = PodTrimmer.trim(WHOLE);

        assertThat(trimmed.getMetadata().getOwnerReferences())
                .extracting(owner -> owner.getKind())
                .containsExactly("Job");
        assertThat(trimmed.getMetadata().getLabels()).containsEntry("app", "batch");
    }

    @Test
    void keepsNoSecret() {
        assertThat(new KubernetesSerialization().asJson(PodTrimmer.trim(WHOLE)))
                .doesNotContain("secret", "PASSWORD", "kubelet", "example.com/held", "\"data\"");
    }

    @Test
    void leavesThePodAsItIs() {
        Pod copy = new PodBuilder(WHOLE).build();

        PodTrimmer.trim(WHOLE);

        assertThat(WHOLE).isEqualTo(copy);
    }

    @Test
    void takesAPodWithoutAnything() {
        assertThat(PodTrimmer.trim(new Pod()).getStatus()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exit-1",
                "oom-init",
                "evict-api-term-143",
                "main-exit-3-sidecar-137",
                "mount-deadline-exceeded",
                "delete-while-image-pull-fails"
            })
    void losesNoFactOfARecordedPod(String name) {
        for (Pod version : PodRecord.load(name).versions()) {
            Pod trimmed = PodTrimmer.trim(version);

            assertThat(PodFacts.of(trimmed, List.of())).isEqualTo(PodFacts.of(version, List.of()));
            assertThat(Completeness.of(trimmed)).isEqualTo(Completeness.of(version));
            assertThat(Deletion.askedAt(trimmed)).isEqualTo(Deletion.askedAt(version));
        }
    }
}
