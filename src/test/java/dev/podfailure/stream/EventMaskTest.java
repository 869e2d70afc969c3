package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import dev.podfailure.events.v1alpha1.Classification;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.PodReference;
import org.junit.jupiter.api.Test;

class EventMaskTest {
    private static final FailureEvent EVENT = FailureEvent.newBuilder()
            .setEventId("id")
            .setRevision(2)
            .setPod(PodReference.newBuilder().setNamespace("batch").setName("pod"))
            .setClassification(Classification.newBuilder().setCategory("c").setSubcategory("s"))
            .build();

    @Test
    void sendsWhatIsNamedAndWhatTellsEventsApart() {
        assertThat(masked("classification.category", "pod.name"))
                .isEqualTo(FailureEvent.newBuilder()
                        .setEventId("id")
                        .setRevision(2)
                        .setPod(PodReference.newBuilder().setName("pod"))
                        .setClassification(Classification.newBuilder().setCategory("c"))
                        .build());
    }

    @Test
    void sendsAllIfNothingIsNamed() {
        assertThat(masked()).isEqualTo(EVENT);
        assertThat(masked("*")).isEqualTo(EVENT);
    }

    private static FailureEvent masked(String... paths) {
        FieldMask.Builder mask = FieldMask.newBuilder();
        for (String path : paths) {
            mask.addPaths(path);
        }
        return EventMask.of(mask.build(), "read_mask", new RequestProblems()).apply(EVENT);
    }
}
