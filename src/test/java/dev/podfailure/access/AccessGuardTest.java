package dev.podfailure.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.access.AccessSettings.Identity;
import dev.podfailure.access.Permission.WatchEvents;
import dev.podfailure.access.Refusal.Reason;
import dev.podfailure.rig.TestAuthority;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AccessGuardTest {
    private static final WatchEvents BATCH = new WatchEvents("batch");
    private static final WatchEvents WEB = new WatchEvents("web");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    private final FakeReviews cluster = new FakeReviews();
    private final AtomicLong nanoTime = new AtomicLong();
    private final List<Reason> refused = new ArrayList<>();
    private final AccessGuard guard = guard(Identity.TOKEN);

    @Test
    void letsInWhomTheClusterKnowsAndGrantsTheRight() {
        String token = cluster.grant("dash", BATCH).accept("dash");

        assertThat(check(token, BATCH)).isEmpty();
        assertThat(check(token)).isEmpty();
        assertThat(refused).isEmpty();
    }

    @Test
    void namesTheRightThatIsMissing() {
        String token = cluster.grant("dash", BATCH).accept("dash");

        assertThat(guard.check(credentials(token, "peer"), List.of(BATCH, WEB))).hasValueSatisfying(refusal -> {
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
            assertThat(refusal.message())
                    .isEqualTo("dash may not watch failureevents.podfailure.dev in namespace web: RBAC does"
                            + " not grant it");
        });
        assertThat(refused).containsExactly(Reason.FORBIDDEN);
    }

    @Test
    void asksNobodyAboutATokenThatCannotBeGood() {
        assertThat(check("")).contains(Reason.NO_CREDENTIALS);
        assertThat(check("opaque")).contains(Reason.MALFORMED);
        assertThat(check(TestToken.of("a", "\"other\"", "9999999999"))).contains(Reason.WRONG_AUDIENCE);
        assertThat(check(TestToken.of("a", "\"podfailure.dev\"", "1"))).contains(Reason.EXPIRED);
        assertThat(cluster.asked()).isEmpty();
    }

    @Test
    void asksOnceWhileTheAnswerCounts() {
        String token = cluster.grant("dash", BATCH).accept("dash");
        for (int i = 0; i < 10; i++) {
            check(token, BATCH);
        }

        assertThat(cluster.asked()).hasSize(2);
    }

    @Test
    void noticesAfterAWhileThatARightIsGone() {
        String token = cluster.grant("dash", BATCH).accept("dash");
        check(token, BATCH);
        cluster.revoke("dash", BATCH);
        assertThat(check(token, BATCH)).isEmpty();

        pass(Duration.ofSeconds(30));

        assertThat(check(token, BATCH)).contains(Reason.FORBIDDEN);
    }

    @Test
    void noticesAfterAWhileThatATokenIsGone() {
        String token = cluster.accept("dash");
        check(token);
        cluster.reject(token);
        assertThat(check(token)).isEmpty();

        pass(Duration.ofSeconds(30));

        assertThat(check(token)).contains(Reason.REJECTED);
    }

    @Test
    void noticesARightThatWasGrantedSooner() {
        String token = cluster.accept("dash");
        assertThat(check(token, BATCH)).contains(Reason.FORBIDDEN);
        cluster.grant("dash", BATCH);

        pass(Duration.ofSeconds(10));

        assertThat(check(token, BATCH)).isEmpty();
    }

    @Test
    void letsNobodyInWithoutAnAnswerButThoseWhoseAnswerStillCounts() {
        String known = cluster.accept("known");
        String unknown = cluster.accept("unknown");
        check(known);
        cluster.gone(true);

        assertThat(check(known)).isEmpty();
        assertThat(check(unknown)).contains(Reason.UNAVAILABLE);
        pass(Duration.ofSeconds(30));
        assertThat(check(known)).contains(Reason.UNAVAILABLE);
        cluster.gone(false);
        assertThat(check(known)).isEmpty();
    }

    @Test
    void anOutageCostsNoAttempts() {
        String token = cluster.accept("dash");
        cluster.gone(true);
        for (int i = 0; i < 100; i++) {
            check(token);
        }
        cluster.gone(false);

        assertThat(check(token)).isEmpty();
    }

    @Test
    void asksAboutFewBadTokensOfAnAddress() {
        for (int i = 0; i < 200; i++) {
            check(TestToken.of("bad-" + i));
        }

        assertThat(cluster.asked()).hasSize(10);
        assertThat(refused).endsWith(Reason.THROTTLED);
    }

    @Test
    void asksAboutABadTokenOnceHoweverOftenItIsShown() {
        for (int i = 0; i < 200; i++) {
            assertThat(check(TestToken.of("bad"))).contains(Reason.REJECTED);
        }

        assertThat(cluster.asked()).hasSize(1);
    }

    /** Otherwise whoever shares an address with a dashboard could end its stream. */
    @Test
    void aFloodDoesNotShutOutATokenThatWasAcceptedBefore() {
        String token = cluster.accept("dash");
        check(token);
        for (int i = 0; i < 200; i++) {
            check(TestToken.of("bad-" + i));
        }

        pass(Duration.ofSeconds(30));
        for (int i = 200; i < 400; i++) {
            check(TestToken.of("bad-" + i));
        }

        assertThat(check(token)).isEmpty();
        assertThat(check(cluster.accept("new"))).contains(Reason.THROTTLED);
        assertThat(guard.check(credentials(cluster.accept("elsewhere"), "another"), List.of()))
                .isEmpty();
    }

    @Test
    void takesTheCallerFromItsCertificate() {
        AccessGuard certificates = guard(Identity.CERTIFICATE);
        cluster.grant("dash", BATCH);
        var certificate = new TestAuthority("tests").issue("CN=dash").certificate();

        assertThat(certificates.check(new Credentials("", Optional.of(certificate), "p"), List.of(BATCH)))
                .isEmpty();
        assertThat(certificates.check(new Credentials("", Optional.of(certificate), "p"), List.of(WEB)))
                .map(Refusal::reason)
                .contains(Reason.FORBIDDEN);
        assertThat(certificates.check(credentials(cluster.accept("dash"), "p"), List.of(BATCH)))
                .map(Refusal::reason)
                .contains(Reason.NO_CREDENTIALS);
    }

    @Test
    void looksAtTheEndOfACertificateAgain() {
        AccessGuard certificates = guard(Identity.CERTIFICATE);
        Instant end = CLOCK.instant().minusSeconds(1);
        var certificate = new TestAuthority("tests").issue("CN=dash", "EC", end).certificate();

        assertThat(certificates.check(new Credentials("", Optional.of(certificate), "p"), List.of()))
                .map(Refusal::reason)
                .contains(Reason.EXPIRED);
    }

    @Test
    void credentialsDoNotTellTheToken() {
        assertThat(credentials("secret.secret.secret", "peer").toString()).doesNotContain("secret");
    }

    private Optional<Reason> check(String token, Permission... needed) {
        return guard.check(credentials(token, "peer"), List.of(needed)).map(Refusal::reason);
    }

    private static Credentials credentials(String token, String peer) {
        return Credentials.ofHeader(token.isEmpty() ? "" : "Bearer " + token, Optional.empty(), peer);
    }

    private AccessGuard guard(Identity identity) {
        return new AccessGuard(
                new AccessSettings(identity, "podfailure.dev", Duration.ofSeconds(30)),
                cluster,
                new AccessListener() {
                    @Override
                    public void refused(Reason reason) {
                        refused.add(reason);
                    }
                },
                CLOCK,
                nanoTime::get);
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
