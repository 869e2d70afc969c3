package dev.podfailure.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a watch from version 100 tells to one who has listed at version 200. */
class RecentFailedPodsTest {
    private static final String QUERY =
            "?allowWatchBookmarks=true&fieldSelector=status.phase%3DFailed&resourceVersion=100&timeoutSeconds=4&watch=true";
    private static final String ALL = "/api/v1/pods" + QUERY;

    private final KubernetesMockServer server = new KubernetesMockServer(false);

    @BeforeEach
    void start() {
        server.init();
    }

    @AfterEach
    void stop() {
        server.destroy();
    }

    @Test
    void theLogIsCompleteFromTheBeginningIfNoPodLeft() {
        told(ALL, added(120), changed(150), bookmark(200));

        assertThat(completeFrom(Set.of())).isEqualTo(100);
    }

    @Test
    void theLogIsCompleteFromWhereTheLastPodLeft() {
        told(ALL, gone(120), gone(150), added(160), bookmark(210));

        assertThat(completeFrom(Set.of())).isEqualTo(150);
    }

    @Test
    void whatLeftAfterTheListDoesNotCount() {
        told(ALL, gone(120), gone(230));

        assertThat(completeFrom(Set.of())).isEqualTo(120);
    }

    @Test
    void onlyTheWatchedNamespaceIsAskedAbout() {
        told("/api/v1/namespaces/batch/pods" + QUERY, bookmark(200));

        assertThat(completeFrom(Set.of("batch"))).isEqualTo(100);
    }

    @Test
    void nobodyKnowsIfTheVersionIsForgotten() {
        told(
                ALL,
                new WatchEvent(
                        new StatusBuilder()
                                .withCode(410)
                                .withReason("Expired")
                                .withMessage("too old resource version")
                                .build(),
                        "ERROR"));

        assertThat(completeFrom(Set.of())).isEqualTo(200);
    }

    @Test
    void nobodyKnowsIfTheWatchIsRefused() {
        server.expect()
                .get()
                .withPath(ALL)
                .andReturn(403, new StatusBuilder().withCode(403).build())
                .always();

        assertThat(completeFrom(Set.of())).isEqualTo(200);
    }

    @Test
    void nobodyKnowsIfTheWatchSaysTooLittle() {
        told(ALL, added(120));

        assertThat(completeFrom(Set.of())).isEqualTo(200);
    }

    private long completeFrom(Set<String> namespaces) {
        try (KubernetesClient client = server.createClient()) {
            return new RecentFailedPods(client, namespaces).completeFrom(100, 200);
        }
    }

    private void told(String path, WatchEvent... events) {
        var answer =
                server.expect().get().withPath(path).andUpgradeToWebSocket().open();
        Stream.of(events).forEach(event -> answer.immediately().andEmit(event));
        answer.done().always();
    }

    private static WatchEvent added(int version) {
        return new WatchEvent(pod(version), "ADDED");
    }

    private static WatchEvent changed(int version) {
        return new WatchEvent(pod(version), "MODIFIED");
    }

    private static WatchEvent gone(int version) {
        return new WatchEvent(pod(version), "DELETED");
    }

    private static WatchEvent bookmark(int version) {
        return new WatchEvent(pod(version), "BOOKMARK");
    }

    private static Pod pod(int version) {
        return TestPods.failed(64)
                .editMetadata()
                .withResourceVersion(Integer.toString(version))
                .endMetadata()
                .build();
    }
}
