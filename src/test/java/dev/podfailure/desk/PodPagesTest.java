package dev.podfailure.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ListMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PodPagesTest {
    private static final String FIRST = "/api/v1/namespaces/batch/pods?fieldSelector=status.phase%3DFailed&limit=2";
    private static final PodSelection BATCH = new PodSelection("batch", "");

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
    void readsEveryPage() {
        page(FIRST, "a", "1", "2");
        page(after("a"), "b", "3", "4");
        page(after("b"), null, "5");

        assertThat(read()).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void goesOnWhereTheServerOffersItAfterAListExpired() {
        page(FIRST, "a", "1", "2");
        expired(after("a"), "fresh", 1);
        page(after("fresh"), null, "3");

        assertThat(read()).containsExactly("1", "2", "3");
    }

    @Test
    void beginsAgainWithoutAnOfferAndGivesNoPodTwice() {
        page(FIRST, "a", "1", "2");
        expired(after("a"), null, 1);
        page(FIRST, "b", "1", "2");
        page(after("b"), null, "2", "3");

        assertThat(read()).containsExactly("1", "2", "3");
    }

    @Test
    void givesUpOnAServerThatForgetsEveryList() {
        page(FIRST, "a", "1", "2");
        expired(after("a"), "a", 10);

        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        gone -> assertThat(gone.getCode()).isEqualTo(410));
    }

    private static String after(String token) {
        return FIRST.replace("?", "?continue=" + token + "&");
    }

    private List<String> read() {
        List<String> names = new ArrayList<>();
        try (var client = server.createClient()) {
            new PodPages(client, 2)
                    .failed(BATCH, pod -> names.add(pod.getMetadata().getName()));
        }
        return names;
    }

    private void page(String path, @Nullable String next, String... names) {
        List<Pod> pods = Stream.of(names)
                .map(name -> new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withUid("uid-" + name)
                        .endMetadata()
                        .build())
                .toList();
        server.expect()
                .get()
                .withPath(path)
                .andReturn(
                        200,
                        new PodListBuilder()
                                .withItems(pods)
                                .withMetadata(
                                        new ListMetaBuilder().withContinue(next).build())
                                .build())
                .once();
    }

    private void expired(String path, @Nullable String offer, int times) {
        Status status = new StatusBuilder()
                .withCode(410)
                .withReason("Expired")
                .withMetadata(new ListMetaBuilder().withContinue(offer).build())
                .build();
        server.expect().get().withPath(path).andReturn(410, status).times(times);
    }
}
