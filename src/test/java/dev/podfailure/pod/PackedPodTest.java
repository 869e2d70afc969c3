package dev.podfailure.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.rig.PodRecord;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackedPodTest {
    static List<PodRecord> records() {
        return PodRecord.all();
    }

    @ParameterizedTest
    @MethodSource("records")
    void comesOutAsItWentIn(PodRecord record) {
        for (Pod version : record.versions()) {
            Pod trimmed = PodTrimmer.trim(version);

            assertThat(PackedPod.of(trimmed).unpack()).isEqualTo(trimmed);
        }
    }

    @Test
    void takesInWhatCannotBeCompressed() {
        String noise = new Random(7)
                .ints(200_000, 1, 0xD800)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        Pod pod = new PodBuilder(PodTrimmer.trim(TestPods.failed(1).build()))
                .editStatus()
                .withMessage(noise)
                .endStatus()
                .build();

        assertThat(PackedPod.of(pod).unpack()).isEqualTo(pod);
    }

    @Test
    void isSharedWithTheCacheInTheSameVersionOnly() {
        PackedPods cache = new PackedPods();
        Pod pod = PodTrimmer.trim(TestPods.failed(1).build());
        Pod later = new PodBuilder(pod)
                .editMetadata()
                .withResourceVersion("101")
                .endMetadata()
                .build();

        cache.put(cache.getKey(pod), pod);

        assertThat(cache.packed(pod)).isSameAs(cache.packed(pod));
        assertThat(cache.packed(later)).isNotSameAs(cache.packed(pod));
        assertThat(cache.packed(later).unpack()).isEqualTo(later);
    }
}
