package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podfailure.access.TestToken;
import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.operator.SecuritySettings.Callers;
import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A flood of bad tokens, and an API server that is gone. */
@RequiresControlPlane(audit = true)
class AccessUnderStressIT {
    private static final int FLOOD = 300;

    /** What one address may try in a row, and what comes back to it in the minute that the flood takes at most. */
    private static final long MOST_REVIEWS = 10 + 10;

    private static final Duration RECHECK = Duration.ofSeconds(6);
    private static final WatchRequest ALL = WatchRequest.getDefaultInstance();

    private static ControlPlane plane;
    private static RunningOperator operator;

    @BeforeAll
    static void install(ControlPlane controlPlane) {
        plane = controlPlane;
        RunningOperator.install(plane);
        for (String account : List.of("old", "new")) {
            plane.kubectl("create", "serviceaccount", account, "--namespace=default")
                    .output();
            plane.kubectl(
                            "create",
                            "clusterrolebinding",
                            account,
                            "--clusterrole=podfailure-event-viewer",
                            "--serviceaccount=default:" + account)
                    .output();
        }
        operator = RunningOperator.start(
                plane,
                new SecuritySettings(
                        new SecuritySettings.Grpc(
                                Optional.empty(), Optional.empty(), Callers.TOKENS, "podfailure.dev", true),
                        new SecuritySettings.Http(Optional.empty(), false, "podfailure.dev"),
                        RECHECK));
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @Test
    void aFloodOfBadTokensReachesTheApiServerAsATrickleAndEndsNobodysStream() {
        AuditLog log = new AuditLog(plane.auditLog());
        List<WatchedEvents> flood = new ArrayList<>();
        try (WatchedEvents good = watch(token("old"))) {
            await().until(good::isLive);
            long before = log.creations("tokenreviews");

            for (int i = 0; i < FLOOD; i++) {
                flood.add(watch(TestToken.of("bad-" + i)));
            }
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> flood.stream().allMatch(bad -> bad.code().isPresent()));

            long ofTheGood = 20;
            assertThat(log.creations("tokenreviews") - before).isBetween(10L, MOST_REVIEWS + ofTheGood);
            assertThat(flood.stream().map(bad -> bad.code().orElseThrow()))
                    .containsOnly(Status.Code.UNAUTHENTICATED, Status.Code.RESOURCE_EXHAUSTED);
            assertThat(operator.metric("podfailure_access_refusals_total", "reason=\"throttled\""))
                    .isGreaterThan(FLOOD - MOST_REVIEWS - 1);
            await().during(RECHECK)
                    .atMost(RECHECK.multipliedBy(2))
                    .until(() -> good.code().isEmpty());
        } finally {
            flood.forEach(WatchedEvents::close);
        }
    }

    @Test
    void withoutAnApiServerNobodyIsLetIn() {
        String known = token("old");
        String unknown = token("new");
        try (WatchedEvents watching = watch(known)) {
            await().until(watching::isLive);
            plane.stopApiServer();
            try {
                try (WatchedEvents late = watch(unknown)) {
                    await().untilAsserted(() -> assertThat(late.code()).contains(Status.Code.UNAVAILABLE));
                }
                await().atMost(RECHECK.multipliedBy(3))
                        .untilAsserted(() -> assertThat(watching.code()).contains(Status.Code.UNAVAILABLE));
                try (WatchedEvents again = watch(known)) {
                    await().untilAsserted(() -> assertThat(again.code()).contains(Status.Code.UNAVAILABLE));
                }
            } finally {
                plane.startApiServer();
            }
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try (WatchedEvents back = watch(unknown)) {
                await().until(() -> back.isLive() || back.code().isPresent());
                assertThat(back.code()).isEmpty();
            }
        });
    }

    private static String token(String account) {
        return plane.tokenOf("default", account, List.of("podfailure.dev"));
    }

    private static WatchedEvents watch(String token) {
        return WatchedEvents.of(operator.grpcPort(), ALL, token);
    }
}
