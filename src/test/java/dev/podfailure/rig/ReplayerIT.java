package dev.podfailure.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.podfailure.rig.PodRecord.Update;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresControlPlane
class ReplayerIT {
    private static ControlPlane plane;
    private static Replayer replayer;

    @BeforeAll
    static void start(ControlPlane controlPlane) {
        plane = controlPlane;
        replayer = new Replayer(plane.admin());
        plane.createNamespace("replayed");
        plane.createNamespace("everything");
    }

    @AfterAll
    static void stop() {
        replayer.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exit-1",
                "oom-limit",
                "evicted-node-memory",
                "reject-outofcpu-after-kubelet-restart",
                "init-exit-1",
                "start-command-not-in-path",
                "mount-deadline-exceeded",
                "delete-running-term-143",
                "delete-after-failure",
                "preempted-by-scheduler-ignores-term",
                "node-deleted-podgc",
                "delete-unscheduled",
                "image-rate-limited",
                "succeeded-sidecar-143",
                "static-pod-crashloop",
                "job-success-policy-leftover",
            })
    void aWatcherSeesWhatTheRecordedWatcherSaw(String name) {
        PodRecord record = PodRecord.load(name);
        List<String> seen = new CopyOnWriteArrayList<>();

        Watch watch = watch(record.podName(), seen);
        try {
            replayer.play(record, "replayed", Pace.asFastAsPossible());

            await().untilAsserted(() -> assertThat(withoutRepetitions(seen)).isEqualTo(expected(record)));
        } finally {
            watch.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete-running-term-143", "evict-api-term-143", "exit-1-then-removed-by-gc-threshold"})
    void whatWasBeforeTheDeletionStaysBeforeIt(String name) {
        PodRecord record = PodRecord.load(name);
        List<Pod> versions = new CopyOnWriteArrayList<>();

        Watch watch = watchVersions("timed-" + name, versions);
        try {
            replayer.play(record, "replayed", "timed-" + name, Pace.asFastAsPossible());

            await().untilAsserted(() ->
                    assertThat(finishBeforeDeletion(versions)).isEqualTo(finishBeforeDeletion(record.versions())));
        } finally {
            watch.close();
        }
    }

    @Test
    void theEventsNameTheNewPod() {
        Replayed replayed = replayer.play(PodRecord.load("image-unauthorized"), "replayed", Pace.asFastAsPossible());

        List<Event> events = plane.admin()
                .v1()
                .events()
                .inNamespace("replayed")
                .withField("involvedObject.uid", replayed.uid())
                .list()
                .getItems();

        assertThat(events.stream().map(Event::getReason).distinct())
                .containsExactlyInAnyOrderElementsOf(replayed.record().events().stream()
                        .map(RecordedEvent::reason)
                        .distinct()
                        .toList());
        assertThat(events).anySatisfy(event -> {
            assertThat(event.getReason()).isEqualTo("BackOff");
            assertThat(event.getCount()).isGreaterThan(1);
        });
    }

    @Test
    void annotationsOfOthersSurviveAStatusUpdate() {
        PodRecord record = PodRecord.load("exit-3");
        var running = replayer.start(record, "replayed", "annotated", Pace.withoutGapsOver(Duration.ofMillis(300)));
        await().ignoreExceptions()
                .until(() -> plane.kubectl("annotate", "pod", "annotated", "-n", "replayed", "a=b")
                                .exitCode()
                        == 0);
        assertThat(running).isNotDone();
        running.join();

        Pod pod = plane.admin()
                .pods()
                .inNamespace("replayed")
                .withName("annotated")
                .get();

        assertThat(pod.getStatus().getPhase()).isEqualTo("Failed");
        assertThat(pod.getMetadata().getAnnotations()).containsEntry("a", "b");
    }

    @Test
    void playsAtTheRecordedPace() {
        PodRecord record = PodRecord.load("exit-1");
        Instant start = Instant.now();

        replayer.play(record, "replayed", "at-its-pace", Pace.recorded());

        Duration recorded = Duration.between(
                record.history().getFirst().at(), record.history().getLast().at());
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(recorded);
    }

    @Test
    void tellsWhichStepFailed() {
        PodRecord record = PodRecord.load("exit-1");

        assertThatThrownBy(() -> replayer.play(record, "no-such-namespace", Pace.asFastAsPossible()))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("record exit-1 as no-such-namespace/exit-1, step 1 of")
                .hasMessageContaining("(create at +0.000 s)")
                .hasMessageContaining("namespaces \"no-such-namespace\" not found");
    }

    @Test
    void refusesAClientThatRetries() {
        try (KubernetesClient retrying = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(plane.kubeconfig().toFile()))
                .build()) {
            assertThatThrownBy(() -> new Replayer(retrying)).hasMessageContaining("requestRetryBackoffLimit");
        }
    }

    /** All of them at the same time: the API server accepts every status that a real kubelet wrote. */
    @Test
    void everyRecordEndsAsItDid() {
        Map<String, PodRecord> records = new LinkedHashMap<>();
        PodRecord.all().forEach(record -> records.put(record.name(), record));

        List<Replayed> replayed = replayer.playAll(records, "everything", Pace.asFastAsPossible());

        assertThat(replayed)
                .hasSize(191)
                .allSatisfy(played ->
                        assertThat(played.deleted()).isEqualTo(played.record().ends()));
        assertThat(plane.admin().pods().inNamespace("everything").list().getItems())
                .hasSameSizeAs(
                        replayed.stream().filter(played -> !played.deleted()).toList())
                .allSatisfy(pod -> assertThat(summary(pod))
                        .isEqualTo(summary(PodRecord.load(pod.getMetadata().getName())
                                .versions()
                                .getLast())));
    }

    private static List<String> expected(PodRecord record) {
        List<String> lines = new ArrayList<>();
        List<Pod> versions = record.versions();
        for (int i = 0; i < versions.size(); i++) {
            Update update = record.history().get(i);
            lines.add(line(update.type(), versions.get(i)));
        }
        return withoutRepetitions(lines);
    }

    private static Watch watch(String podName, List<String> seen) {
        return plane.admin().pods().inNamespace("replayed").withName(podName).watch(new Collector() {
            @Override
            public void eventReceived(Action action, Pod pod) {
                seen.add(line(action.name(), pod));
            }
        });
    }

    private static Watch watchVersions(String podName, List<Pod> versions) {
        return plane.admin().pods().inNamespace("replayed").withName(podName).watch(new Collector() {
            @Override
            public void eventReceived(Action action, Pod pod) {
                versions.add(pod);
            }
        });
    }

    /** A removal is seen twice by some watchers (the deletion without grace, and its end): what counts is the end. */
    private static String line(String type, Pod pod) {
        String deletion = pod.getMetadata().getDeletionTimestamp() == null ? "" : " deleting";
        return (type.equals("DELETED") ? "gone " : "") + summary(pod) + deletion;
    }

    private static List<String> withoutRepetitions(List<String> lines) {
        List<String> result = new ArrayList<>();
        for (String line : lines) {
            if (result.isEmpty() || !result.getLast().equals(line)) {
                result.add(line);
            }
        }
        return result;
    }

    private static String summary(Pod pod) {
        PodStatus status = pod.getStatus();
        String disruption = status.getConditions().stream()
                .filter(condition -> condition.getType().equals("DisruptionTarget"))
                .map(condition -> " " + condition.getReason())
                .collect(Collectors.joining());
        return "%s %s %s%s %s"
                .formatted(
                        status.getPhase(),
                        status.getReason(),
                        status.getMessage(),
                        disruption,
                        Stream.concat(
                                        status.getInitContainerStatuses().stream(),
                                        status.getContainerStatuses().stream())
                                .map(ReplayerIT::container)
                                .toList());
    }

    private static String container(ContainerStatus container) {
        var state = container.getState();
        if (state.getTerminated() != null) {
            return "%s=%s/%d/%s"
                    .formatted(
                            container.getName(),
                            state.getTerminated().getReason(),
                            state.getTerminated().getExitCode(),
                            state.getTerminated().getMessage());
        }
        return state.getWaiting() == null
                ? container.getName() + "=running"
                : container.getName() + "=" + state.getWaiting().getReason()
                        + state.getWaiting().getMessage();
    }

    /** Seconds from a container's end to the request to delete the pod, in the first Failed version; absent: no deletion. */
    private static List<Long> finishBeforeDeletion(List<Pod> versions) {
        return versions.stream()
                .filter(pod -> "Failed".equals(pod.getStatus().getPhase()))
                .limit(1)
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() != null)
                .map(pod -> Duration.between(
                                Instant.parse(pod.getStatus()
                                        .getContainerStatuses()
                                        .getFirst()
                                        .getState()
                                        .getTerminated()
                                        .getFinishedAt()),
                                Instant.parse(pod.getMetadata().getDeletionTimestamp())
                                        .minusSeconds(pod.getMetadata().getDeletionGracePeriodSeconds()))
                        .toSeconds())
                .toList();
    }

    private abstract static class Collector implements Watcher<Pod> {
        @Override
        public void onClose(WatcherException cause) {
            throw new IllegalStateException("the watch broke", cause);
        }
    }
}
