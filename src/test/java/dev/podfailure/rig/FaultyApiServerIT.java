package dev.podfailure.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RequiresControlPlane
class FaultyApiServerIT {
    private static final String NAMESPACE = "bad-day";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private static ControlPlane plane;

    private final FaultyApiServer faulty;
    private final KubernetesClient client;
    private String pod = "";

    FaultyApiServerIT(ControlPlane controlPlane) {
        faulty = FaultyApiServer.inFrontOf(controlPlane);
        client = ControlPlane.client(faulty.kubeconfigOf(NAMESPACE, "tester"));
    }

    @BeforeAll
    static void start(ControlPlane controlPlane) {
        plane = controlPlane;
        plane.createNamespace(NAMESPACE);
        plane.kubectl("create", "serviceaccount", "tester", "-n", NAMESPACE).output();
        plane.kubectl(
                        "create",
                        "clusterrolebinding",
                        "tester",
                        "--clusterrole=cluster-admin",
                        "--serviceaccount=" + NAMESPACE + ":tester")
                .output();
    }

    @BeforeEach
    void makePod(TestInfo test) {
        pod = "pod-" + Integer.toHexString(test.getDisplayName().hashCode());
        plane.kubectl("run", pod, "-n", NAMESPACE, "--image=registry.example.com/none")
                .output();
    }

    @AfterEach
    void stop() {
        client.close();
        faulty.close();
    }

    @Test
    void passesOnWhatNobodyOrderedOtherwise() {
        annotate("passed");

        assertThat(annotation()).isEqualTo("passed");
    }

    @ParameterizedTest
    @CsvSource({"409, Conflict", "429, TooManyRequests", "500, InternalError"})
    void answersInPlaceOfTheApiServer(int code, String reason) {
        faulty.next(RequestMatch.podStatusPatch(), Fault.status(code, reason, "ordered"));

        KubernetesClientException refused = failureOf(() -> annotate("refused"));

        assertThat(refused.getCode()).isEqualTo(code);
        assertThat(refused.getStatus().getReason()).isEqualTo(reason);
        assertThat(annotation()).isNull();
    }

    @Test
    void anOrderIsForOneRequest() {
        faulty.next(RequestMatch.podStatusPatch(), Fault.internalError());
        failureOf(() -> annotate("first"));

        annotate("second");

        assertThat(annotation()).isEqualTo("second");
    }

    @Test
    void aRefusalForLoadSaysWhenToComeAgain() throws IOException, InterruptedException {
        faulty.next(RequestMatch.of("GET", "/version"), Fault.tooManyRequests(7));

        HttpResponse<String> answer;
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(faulty.url() + "/version"))
                    .build();
            answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        }

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
    }

    @Test
    void aClientThatRetriesComesAgain() {
        faulty.next(RequestMatch.podStatusPatch(), Fault.tooManyRequests(1));
        Config retrying = new ConfigBuilder(client.getConfiguration())
                .withRequestRetryBackoffLimit(1)
                .build();

        try (KubernetesClient patient =
                new KubernetesClientBuilder().withConfig(retrying).build()) {
            annotate(patient, "the second time");
        }

        assertThat(annotation()).isEqualTo("the second time");
        assertThat(faulty.count(RequestMatch.podStatusPatch())).isEqualTo(2);
    }

    @Test
    void aResetBeforeTheCommitChangesNothing() {
        faulty.next(RequestMatch.podStatusPatch(), new Fault.ResetBefore());

        KubernetesClientException broken = failureOf(() -> annotate("lost"));

        assertThat(broken).hasRootCauseInstanceOf(IOException.class);
        assertThat(annotation()).isNull();
    }

    @Test
    void aResetAfterTheCommitLeavesItsChange() {
        faulty.next(RequestMatch.podStatusPatch(), new Fault.ResetAfter());

        KubernetesClientException broken = failureOf(() -> annotate("committed"));

        assertThat(broken).hasRootCauseInstanceOf(IOException.class);
        assertThat(annotation()).isEqualTo("committed");
    }

    @Test
    void anErrorAfterTheCommitLeavesItsChange() {
        faulty.next(
                RequestMatch.podStatusPatch(),
                new Fault.AnswerAfter(Fault.status(504, "Timeout", "the request did not complete in time")));

        KubernetesClientException failed = failureOf(() -> annotate("committed"));

        assertThat(failed.getCode()).isEqualTo(504);
        assertThat(annotation()).isEqualTo("committed");
    }

    @Test
    void aHangingRequestEndsWhenTheServerHeals() {
        faulty.always(RequestMatch.podStatusPatch(), new Fault.Hang());
        CompletableFuture<Void> request = CompletableFuture.runAsync(() -> annotate("waiting"));
        await().until(() -> faulty.count(RequestMatch.podStatusPatch()) == 1);
        assertThat(request).isNotDone();

        faulty.heal();

        await().until(request::isCompletedExceptionally);
        assertThat(annotation()).isNull();
    }

    @Test
    void anInformerSurvivesACutWatch() {
        try (SharedIndexInformer<ConfigMap> informer = informer()) {
            makeConfigMap("before-the-cut");
            await().untilAsserted(() -> assertThat(names(informer)).contains("before-the-cut"));

            faulty.cutWatches();
            makeConfigMap("after-the-cut");

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(names(informer)).contains("after-the-cut"));
            assertThat(faulty.count(RequestMatch.watchOf("configmaps"))).isGreaterThan(1);
        }
    }

    @Test
    void anInformerListsAgainWhenItsVersionIsForgotten() {
        try (SharedIndexInformer<ConfigMap> informer = informer()) {
            RequestMatch lists = new RequestMatch(
                    "list of configmaps", head -> head.path().endsWith("/configmaps") && !head.isWatch());
            long before = faulty.count(lists);

            faulty.next(RequestMatch.watchOf("configmaps"), new Fault.ExpiredWatch());
            faulty.cutWatches();

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(faulty.count(lists)).isGreaterThan(before));
            makeConfigMap("after-the-relist");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(names(informer)).contains("after-the-relist"));
        }
    }

    private static KubernetesClientException failureOf(Runnable request) {
        KubernetesClientException failure = catchThrowableOfType(KubernetesClientException.class, request::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    private void annotate(String value) {
        annotate(client, value);
    }

    private void annotate(KubernetesClient by, String value) {
        by.pods()
                .inNamespace(NAMESPACE)
                .withName(pod)
                .subresource("status")
                .patch(MERGE, "{\"metadata\":{\"annotations\":{\"rig\":\"" + value + "\"}}}");
    }

    private @Nullable String annotation() {
        Pod current = plane.admin().pods().inNamespace(NAMESPACE).withName(pod).require();
        return current.getMetadata().getAnnotations().get("rig");
    }

    private SharedIndexInformer<ConfigMap> informer() {
        SharedIndexInformer<ConfigMap> informer =
                client.configMaps().inNamespace(NAMESPACE).inform();
        await().until(informer::isWatching);
        return informer;
    }

    private static List<String> names(SharedIndexInformer<ConfigMap> informer) {
        return informer.getStore().list().stream()
                .map(map -> map.getMetadata().getName())
                .toList();
    }

    private static void makeConfigMap(String name) {
        plane.admin()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }
}
