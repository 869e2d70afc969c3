package dev.podfailure.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CompletenessTest {

    static Stream<Arguments> statuses() {
        ContainerStatus ended = TestPods.terminated("main", 1);
        ContainerStatus waiting = TestPods.waiting("main", "PodInitializing", "");
        return Stream.of(
                Arguments.of("all ended", List.of(), List.of(ended), true),
                Arguments.of("rejected, no statuses", List.of(), List.of(), true),
                Arguments.of("waiting for its image", List.of(), List.of(waiting), false),
                Arguments.of("still running", List.of(), List.of(TestPods.running("main")), false),
                Arguments.of("waiting behind a failed init container", init(1), List.of(waiting), true),
                Arguments.of("waiting behind an init container that ended well", init(0), List.of(waiting), false),
                Arguments.of(
                        "running behind a failed init container", init(1), List.of(TestPods.running("main")), false),
                Arguments.of("no status for main", init(1), List.of(), false),
                Arguments.of("no status for the init containers", List.of(), List.of(ended), false));
    }

    private static List<ContainerStatus> init(int exitCode) {
        return List.of(TestPods.terminated("prepare", exitCode));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("statuses")
    void isWhatTheStatusesSay(String what, List<ContainerStatus> init, List<ContainerStatus> main, boolean complete) {
        boolean hasInit = !init.isEmpty() || what.contains("init containers");

        assertThat(Completeness.of(pod(hasInit, "", init, main))).isEqualTo(complete);
    }

    @Test
    void aFailedSidecarHoldsNobodyBack() {
        List<ContainerStatus> waiting = List.of(TestPods.waiting("main", "PodInitializing", ""));

        assertThat(Completeness.of(pod(true, "Always", init(1), waiting))).isFalse();
    }

    @Test
    void aPodThatIsBeingDeletedDoesNotWait() {
        Pod pod = TestPods.failed()
                .editMetadata()
                .withDeletionTimestamp(TestPods.NOW.toString())
                .endMetadata()
                .editStatus()
                .withContainerStatuses(TestPods.running("main"))
                .endStatus()
                .build();

        assertThat(Completeness.of(pod)).isTrue();
    }

    private static Pod pod(
            boolean hasInit, String restartPolicy, List<ContainerStatus> init, List<ContainerStatus> main) {
        PodBuilder pod = TestPods.failed()
                .editStatus()
                .withInitContainerStatuses(init)
                .withContainerStatuses(main)
                .endStatus();
        return (hasInit
                        ? pod.editSpec()
                                .addNewInitContainer()
                                .withName("prepare")
                                .withRestartPolicy(restartPolicy)
                                .endInitContainer()
                                .endSpec()
                        : pod)
                .build();
    }
}
