package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.access.TestToken;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureEventServiceGrpc;
import dev.podfailure.events.v1alpha1.FailureFilter;
import dev.podfailure.events.v1alpha1.GetStreamInfoRequest;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.operator.SecuritySettings.Callers;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read the stream and the metrics of an operator that asks for tokens: the real API server judges. */
@RequiresControlPlane(audit = true)
class AccessIT {
    private static final String AUDIENCE = "podfailure.dev";

    /** After how long a right that is gone ends a stream. */
    private static final Duration RECHECK = Duration.ofSeconds(4);

    /** For that, and for the API server to hear of its own change. */
    private static final Duration NOTICED = RECHECK.plusSeconds(10);

    private static final SecuritySettings TOKENS = new SecuritySettings(
            new SecuritySettings.Grpc(Optional.empty(), Optional.empty(), Callers.TOKENS, AUDIENCE, true),
            new SecuritySettings.Http(Optional.empty(), true, AUDIENCE),
            RECHECK);

    private static final WatchRequest ALL =
            WatchRequest.newBuilder().setSnapshot(true).build();
    private static final WatchRequest BATCH = of("batch");

    private static ControlPlane plane;
    private static RunningOperator operator;
    private static FailingPods batch;

    @BeforeAll
    static void install(ControlPlane controlPlane) {
        plane = controlPlane;
        RunningOperator.install(plane);
        new StoredRuleSets(plane)
                .put(
                        RunningOperator.NAMESPACE,
                        "stream",
                        "rules: [{name: r, category: c, onExitCodes: {operator: In, values: [3]}}]");
        plane.createNamespace("batch");
        plane.createNamespace("web");
        batch = new FailingPods(plane.admin(), "batch");
        batch.fail("first", 3);
        account("tenant");
        bind("tenant", "batch", "tenant");
        account("everything");
        plane.kubectl(
                        "create",
                        "clusterrolebinding",
                        "everything",
                        "--clusterrole=podfailure-event-viewer",
                        "--serviceaccount=default:everything")
                .output();
        account("nobody");
        account("prometheus");
        plane.kubectl(
                        "create",
                        "clusterrolebinding",
                        "prometheus",
                        "--clusterrole=podfailure-metrics-reader",
                        "--serviceaccount=default:prometheus")
                .output();
        operator = RunningOperator.start(plane, TOKENS);
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @Test
    void aTenantHearsOfItsOwnNamespaceAndOfNoOther() {
        String token = token("tenant");

        try (WatchedEvents own = watch(BATCH, token)) {
            await().untilAsserted(() ->
                    assertThat(own.events()).extracting(AccessIT::pod).contains("batch/first"));
        }
        assertRefused(of("web"), token, Status.Code.PERMISSION_DENIED, "in namespace web");
        assertRefused(of("batch", "web"), token, Status.Code.PERMISSION_DENIED, "in namespace web");
        assertRefused(ALL, token, Status.Code.PERMISSION_DENIED, "in all namespaces");
        assertRefused(
                WatchRequest.newBuilder()
                        .addInclude(FailureFilter.newBuilder().addNamespaces("batch"))
                        .addInclude(FailureFilter.newBuilder().addCategories("c"))
                        .build(),
                token,
                Status.Code.PERMISSION_DENIED,
                "in all namespaces");
    }

    @Test
    void theRightForTheWholeClusterIsOneForEachNamespace() {
        String token = token("everything");

        try (WatchedEvents all = watch(ALL, token);
                WatchedEvents some = watch(of("batch", "web"), token)) {
            await().untilAsserted(() -> {
                assertThat(all.events()).extracting(AccessIT::pod).contains("batch/first");
                assertThat(some.events()).extracting(AccessIT::pod).contains("batch/first");
            });
        }
        assertThat(info(token)).isEqualTo(Status.Code.OK);
    }

    @Test
    void streamInfoIsAboutAllNamespaces() {
        assertThat(info(token("tenant"))).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(info("")).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void refusesWhatIsNoGoodTokenWithoutAskingTheApiServer() {
        String good = token("everything");
        long asked = reviews();

        assertRefused(ALL, "", Status.Code.UNAUTHENTICATED, "there is no bearer token");
        assertRefused(ALL, "opaque", Status.Code.UNAUTHENTICATED, "no JWT");
        assertRefused(ALL, plane.tokenOf("default", "everything"), Status.Code.UNAUTHENTICATED, "not for the audience");
        assertRefused(ALL, TestToken.of("x", "\"podfailure.dev\"", "1000"), Status.Code.UNAUTHENTICATED, "has expired");

        assertThat(reviews()).isEqualTo(asked);
        assertThat(watchOnce(ALL, good)).isEmpty();
    }

    @Test
    void refusesATokenThatNobodySigned() {
        assertRefused(ALL, TestToken.of("forged"), Status.Code.UNAUTHENTICATED, "the API server does not accept");
        String good = token("everything");
        String changed = good.substring(0, good.length() - 8) + "AAAAAAAA";
        assertRefused(ALL, changed, Status.Code.UNAUTHENTICATED, "the API server does not accept");
    }

    @Test
    void aServiceAccountThatIsDeletedLosesItsStream() {
        account("leaver");
        bind("leaver", "batch", "leaver");
        String token = token("leaver");
        try (WatchedEvents watching = watch(BATCH, token)) {
            await().until(watching::isLive);

            plane.kubectl("delete", "serviceaccount", "leaver", "--namespace=default")
                    .output();

            await().atMost(NOTICED)
                    .untilAsserted(() -> assertThat(watching.code()).contains(Status.Code.UNAUTHENTICATED));
        }
        assertRefused(BATCH, token, Status.Code.UNAUTHENTICATED, "the API server does not accept");
    }

    @Test
    void aRightThatIsTakenAwayEndsTheStream() {
        account("demoted");
        bind("demoted", "batch", "demoted");
        try (WatchedEvents watching = watch(BATCH, token("demoted"));
                WatchedEvents other = watch(BATCH, token("tenant"))) {
            await().until(() -> watching.isLive() && other.isLive());

            plane.kubectl("delete", "rolebinding", "demoted", "--namespace=batch")
                    .output();

            await().atMost(NOTICED)
                    .untilAsserted(() -> assertThat(watching.code()).contains(Status.Code.PERMISSION_DENIED));
            batch.fail("after-the-right", 3);
            await().untilAsserted(() ->
                    assertThat(other.events()).extracting(AccessIT::pod).contains("batch/after-the-right"));
            assertThat(watching.events()).extracting(AccessIT::pod).doesNotContain("batch/after-the-right");
        }
    }

    @Test
    void aStreamWhoseRightStaysGoesOn() {
        try (WatchedEvents watching = watch(BATCH, token("tenant"))) {
            await().until(watching::isLive);
            long asked = reviews();

            await().atMost(NOTICED).until(() -> reviews() >= asked + 2);

            assertThat(watching.code()).isEmpty();
        }
    }

    @Test
    void healthIsOpen() {
        ManagedChannel channel = channel("");
        try {
            assertThat(HealthGrpc.newBlockingStub(channel)
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus())
                    .isEqualTo(ServingStatus.SERVING);
        } finally {
            channel.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz"})
    void theChecksOfHealthAreOpen(String path) {
        assertThat(status(path, "")).isEqualTo(200);
    }

    @Test
    void theMetricsAskForTheRightToReadThem() {
        assertThat(status("/metrics", "")).isEqualTo(401);
        assertThat(status("/metrics", plane.tokenOf("default", "prometheus"))).isEqualTo(401);
        assertThat(status("/metrics", token("nobody"))).isEqualTo(403);
        assertThat(status("/metrics", token("prometheus"))).isEqualTo(200);
    }

    private static String pod(FailureEvent event) {
        return event.getPod().getNamespace() + "/" + event.getPod().getName();
    }

    private static WatchRequest of(String... namespaces) {
        return WatchRequest.newBuilder()
                .setSnapshot(true)
                .addInclude(FailureFilter.newBuilder().addAllNamespaces(List.of(namespaces)))
                .build();
    }

    private static void account(String name) {
        plane.kubectl("create", "serviceaccount", name, "--namespace=default").output();
    }

    private static void bind(String name, String namespace, String account) {
        plane.kubectl(
                        "create",
                        "rolebinding",
                        name,
                        "--namespace=" + namespace,
                        "--clusterrole=podfailure-event-viewer",
                        "--serviceaccount=default:" + account)
                .output();
    }

    private static String token(String account) {
        return plane.tokenOf("default", account, List.of(AUDIENCE));
    }

    private static long reviews() {
        return new AuditLog(plane.auditLog()).creations("tokenreviews");
    }

    private static WatchedEvents watch(WatchRequest request, String token) {
        return WatchedEvents.of(operator.grpcPort(), request, token);
    }

    /** The error of a watch to the end of what exists, if there is one. */
    private static List<Throwable> watchOnce(WatchRequest request, String token) {
        try (WatchedEvents watching =
                watch(request.toBuilder().setStopAtEnd(true).build(), token)) {
            await().until(() -> watching.isLive() || !watching.errors().isEmpty());
            return new ArrayList<>(watching.errors());
        }
    }

    private static void assertRefused(WatchRequest request, String token, Status.Code code, String words) {
        assertThat(watchOnce(request, token)).singleElement().satisfies(error -> {
            assertThat(Status.fromThrowable(error).getCode()).isEqualTo(code);
            assertThat(Status.fromThrowable(error).getDescription()).contains(words);
        });
    }

    private static Status.Code info(String token) {
        ManagedChannel channel = channel(token);
        try {
            FailureEventServiceGrpc.newBlockingStub(channel).getStreamInfo(GetStreamInfoRequest.getDefaultInstance());
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        } finally {
            channel.shutdownNow();
        }
    }

    private static ManagedChannel channel(String token) {
        Metadata headers = new Metadata();
        if (!token.isEmpty()) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        }
        return Grpc.newChannelBuilder("127.0.0.1:" + operator.grpcPort(), InsecureChannelCredentials.create())
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
                .build();
    }

    private static int status(String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operator.httpPort() + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
