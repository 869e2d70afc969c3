package dev.podfailure.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A lease of the cluster as one replica sees it, after client-go's leader election: a lease of somebody else is free once it
 * has not changed for its whole duration on this machine's own clock, so the clocks of replicas need not agree. Used by one
 * thread.
 */
final class LeaseLock {
    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final String identity;
    private final Duration duration;
    private final LongSupplier nanos;

    /** What was read or written last, and since when it has not changed. */
    private @Nullable Lease last;

    private long unchangedSince;

    /**
     * @param client must not try a request twice by itself
     * @param identity of this process, and of no other
     * @param duration for which the lease is good without being renewed
     * @param nanos a clock that never jumps
     */
    LeaseLock(
            KubernetesClient client,
            String namespace,
            String name,
            String identity,
            Duration duration,
            LongSupplier nanos) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
        this.identity = identity;
        this.duration = duration;
        this.nanos = nanos;
    }

    /**
     * Takes the lease if it is free, renews it if it is ours.
     *
     * @return whether it is ours
     * @throws KubernetesClientException if nobody knows
     */
    boolean claim() {
        // A lease that we hold is renewed with one request; if somebody wrote it meanwhile, that is refused.
        Lease known = last;
        if (known != null && isOurs(known.getSpec())) {
            try {
                return write(known);
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                    throw e;
                }
            }
        }
        return claimAnew();
    }

    /** How long until somebody else's lease is free if nothing changes; zero if it is, or if none is known. */
    Duration untilFree() {
        Lease known = last;
        if (known == null || isOurs(known.getSpec()) || isGivenBack(known.getSpec())) {
            return Duration.ZERO;
        }
        Duration left = durationOf(known.getSpec()).minusNanos(nanos.getAsLong() - unchangedSince);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Whoever held it when it was looked at last; empty if nobody did. */
    String holder() {
        Lease known = last;
        return known == null || isGivenBack(known.getSpec())
                ? ""
                : known.getSpec().getHolderIdentity();
    }

    /** Gives the lease back if it is ours, so that another replica need not wait until it runs out. */
    void giveBack() {
        Lease lease = resource().get();
        if (lease != null && isOurs(lease.getSpec())) {
            lease.getSpec().setHolderIdentity("");
            lease.getSpec().setLeaseDurationSeconds(1);
            lease.getSpec().setRenewTime(now());
            client.resource(lease).update();
        }
    }

    private boolean claimAnew() {
        Lease found = resource().get();
        if (found == null) {
            note(client.resource(fresh()).create());
            return true;
        }
        note(found);
        return (isOurs(found.getSpec()) || untilFree().isZero()) && write(found);
    }

    private boolean write(Lease lease) {
        ZonedDateTime now = now();
        LeaseSpec spec = lease.getSpec();
        boolean ours = isOurs(spec);
        int transitions = spec == null || spec.getLeaseTransitions() == null ? 0 : spec.getLeaseTransitions();
        Lease claimed = new LeaseBuilder(lease)
                .withNewSpec()
                .withHolderIdentity(identity)
                .withLeaseDurationSeconds((int) duration.toSeconds())
                .withAcquireTime(ours && spec != null ? spec.getAcquireTime() : now)
                .withRenewTime(now)
                .withLeaseTransitions(ours ? transitions : transitions + 1)
                .endSpec()
                .build();
        // Carries the resourceVersion: two replicas cannot both take it.
        note(client.resource(claimed).update());
        return true;
    }

    private Lease fresh() {
        ZonedDateTime now = now();
        return new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(identity)
                .withLeaseDurationSeconds((int) duration.toSeconds())
                .withAcquireTime(now)
                .withRenewTime(now)
                .withLeaseTransitions(0)
                .endSpec()
                .build();
    }

    private void note(Lease found) {
        Lease known = last;
        if (known == null || known.getSpec() == null || !known.getSpec().equals(found.getSpec())) {
            unchangedSince = nanos.getAsLong();
        }
        last = found;
    }

    private boolean isOurs(@Nullable LeaseSpec spec) {
        return spec != null && identity.equals(spec.getHolderIdentity());
    }

    private static boolean isGivenBack(@Nullable LeaseSpec spec) {
        return spec == null
                || spec.getHolderIdentity() == null
                || spec.getHolderIdentity().isEmpty();
    }

    private Duration durationOf(LeaseSpec spec) {
        return spec.getLeaseDurationSeconds() == null ? duration : Duration.ofSeconds(spec.getLeaseDurationSeconds());
    }

    private Resource<Lease> resource() {
        return client.leases().inNamespace(namespace).withName(name);
    }

    /** Kubernetes writes these times with microseconds. */
    private static ZonedDateTime now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
    }
}
