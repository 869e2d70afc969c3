package dev.podfailure.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this replica is the one that writes. Without leader election it always is. */
final class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final Duration RELEASE_PATIENCE = Duration.ofSeconds(2);

    private static final Duration LEASE_DURATION = Duration.ofSeconds(15);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);

    /** The client adds up to 120 % by chance: a lease that ran out is taken within 2 s. */
    private static final Duration RETRY_PERIOD = Duration.ofMillis(800);

    private final OperatorSettings settings;
    private final String identity;
    private final Runnable onLoss;
    private final AtomicBoolean leading;

    /**
     * @param identity name of this process in the lease
     * @param onLoss called when the lease was lost: the process must end, since another replica may write now
     */
    Leadership(OperatorSettings settings, String identity, Runnable onLoss) {
        this.settings = settings;
        this.identity = identity;
        this.onLoss = onLoss;
        this.leading = new AtomicBoolean(!settings.leaderElection());
    }

    boolean isLeading() {
        return leading.get();
    }

    /** What JOSDK needs to know; empty without leader election. */
    Optional<LeaderElectionConfiguration> configuration() {
        if (!settings.leaderElection()) {
            return Optional.empty();
        }
        return Optional.of(LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(settings.leaseName())
                .withLeaseNamespace(settings.namespace())
                .withIdentity(identity)
                .withLeaseDuration(LEASE_DURATION)
                .withRenewDeadline(RENEW_DEADLINE)
                .withRetryPeriod(RETRY_PERIOD)
                .withLeaderCallbacks(new LeaderCallbacks(this::started, this::stopped, leader -> {}))
                .build());
    }

    /**
     * Gives the lease back, if it is ours, so that another replica need not wait until it runs out. An API server that is
     * gone must not hold up the end of the process.
     */
    void release(KubernetesClient client) {
        if (!settings.leaderElection()) {
            return;
        }
        CompletableFuture<Void> release = CompletableFuture.runAsync(() -> giveBack(client));
        try {
            release.get(RELEASE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            notGivenBack("no answer after " + RELEASE_PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            notGivenBack(String.valueOf(e.getMessage()));
        }
    }

    private void giveBack(KubernetesClient client) {
        var leases = client.leases().inNamespace(settings.namespace());
        Lease lease = leases.withName(settings.leaseName()).get();
        if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
            lease.getSpec().setHolderIdentity("");
            lease.getSpec().setLeaseDurationSeconds(1);
            leases.resource(lease).update();
        }
    }

    private static void notGivenBack(String error) {
        LOG.atInfo().addKeyValue("error", error).log("The lease could not be given back; it will run out");
    }

    private void started() {
        leading.set(true);
        LOG.atInfo().addKeyValue("identity", identity).log("Leading: this replica writes");
    }

    private void stopped() {
        if (leading.getAndSet(false)) {
            onLoss.run();
        }
    }
}
