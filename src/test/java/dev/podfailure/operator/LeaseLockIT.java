package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podfailure.rig.ControlPlane;
import dev.podfailure.rig.RequiresControlPlane;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who gets the lease, on a clock that the test moves. */
@RequiresControlPlane
class LeaseLockIT {
    private static final Duration LEASE = Duration.ofSeconds(15);

    private static ControlPlane plane;

    private final AtomicLong nanos = new AtomicLong();
    private final LeaseLock first = lock("first");
    private final LeaseLock second = lock("second");

    @BeforeAll
    static void start(ControlPlane controlPlane) {
        plane = controlPlane;
        plane.createNamespace("lease");
    }

    @AfterEach
    void remove() {
        plane.admin().leases().inNamespace("lease").delete();
    }

    @Test
    void belongsToTheFirstWhoClaimsIt() {
        assertThat(first.claim()).isTrue();
        assertThat(second.claim()).isFalse();

        assertThat(second.holder()).isEqualTo("first");
        assertThat(spec().getLeaseDurationSeconds()).isEqualTo(15);
    }

    @Test
    void staysWithWhomeverRenewsIt() {
        for (int i = 0; i < 5; i++) {
            assertThat(first.claim()).isTrue();
            assertThat(second.claim()).isFalse();
            pass(Duration.ofSeconds(10));
        }
        assertThat(spec().getLeaseTransitions()).isZero();
    }

    @Test
    void isFreeOnceItHasNotChangedForItsDuration() {
        first.claim();
        second.claim();

        pass(LEASE.minusMillis(1));
        assertThat(second.claim()).isFalse();
        assertThat(second.untilFree()).isEqualTo(Duration.ofMillis(1));
        pass(Duration.ofMillis(1));

        assertThat(second.claim()).isTrue();
        assertThat(first.claim()).isFalse();
        assertThat(spec().getLeaseTransitions()).isOne();
    }

    @Test
    void isFreeAtOnceWhenItWasGivenBack() {
        first.claim();
        second.claim();

        first.giveBack();

        assertThat(second.claim()).isTrue();
    }

    @Test
    void isNotGivenBackByAnother() {
        first.claim();
        second.claim();

        second.giveBack();

        assertThat(spec().getHolderIdentity()).isEqualTo("first");
    }

    @Test
    void isRenewedAfterSomebodyElseTouchedTheObject() {
        first.claim();
        plane.kubectl("annotate", "lease", "podfailure", "-n", "lease", "touched=yes")
                .output();

        assertThat(first.claim()).isTrue();
    }

    @Test
    void isMadeAnewAfterSomebodyDeletedIt() {
        first.claim();
        remove();

        assertThat(first.claim()).isTrue();
    }

    @Test
    void saysThatNobodyKnowsWhenItMayNotBeRead() {
        plane.kubectl("create", "serviceaccount", "stranger", "-n", "lease").output();
        try (KubernetesClient client = ControlPlane.client(plane.kubeconfigOf("lease", "stranger"))) {
            LeaseLock stranger = new LeaseLock(client, "lease", "podfailure", "stranger", LEASE, nanos::get);

            assertThatThrownBy(stranger::claim).isInstanceOf(KubernetesClientException.class);
        }
    }

    @Test
    void leadsNoLongerOnceItCouldNotBeRenewedInTimeWithoutBeingTold() {
        try (Leadership leadership = new Leadership(first, "first", nanos::get)) {
            leadership.look();
            pass(Leadership.RENEWAL_DEADLINE.minusNanos(1));
            assertThat(leadership.isLeading()).isTrue();

            pass(Duration.ofNanos(1));

            assertThat(leadership.isLeading()).isFalse();
            leadership.look();
            assertThat(leadership.isLeading()).isTrue();
        }
    }

    @Test
    void leadsNoLongerOnceAnotherHoldsIt() {
        try (Leadership leadership = new Leadership(first, "first", nanos::get)) {
            leadership.look();
            second.claim();
            pass(LEASE);
            second.claim();

            leadership.look();

            assertThat(leadership.isLeading()).isFalse();
        }
        assertThat(spec().getHolderIdentity()).isEqualTo("second");
    }

    private LeaseLock lock(String identity) {
        return new LeaseLock(plane.admin(), "lease", "podfailure", identity, LEASE, nanos::get);
    }

    private LeaseSpec spec() {
        return plane.admin()
                .leases()
                .inNamespace("lease")
                .withName("podfailure")
                .require()
                .getSpec();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
