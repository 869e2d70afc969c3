package dev.podfailure.failure;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one failed pod: all that rules are asked about, and nothing of the client that read them.
 *
 * @param pod whose failure it is
 * @param reason {@code status.reason}, {@code ""} if absent
 * @param message {@code status.message}, {@code ""} if absent
 * @param terminated terminated containers in the order in which rules see them: regular containers, then init containers
 *     and sidecars, each in status order; those that ended with 0 included
 * @param waiting waiting containers, those of earlier failed versions of the pod included, in the same order
 * @param conditions {@code status.conditions}
 * @param deletionTimestamp when the pod was to be gone; absent if nobody asked for its deletion
 */
public record PodFailure(
        PodIdentity pod,
        String reason,
        String message,
        List<TerminatedContainer> terminated,
        List<WaitingContainer> waiting,
        List<PodCondition> conditions,
        @Nullable Instant deletionTimestamp) {
    public PodFailure {
        terminated = List.copyOf(terminated);
        waiting = List.copyOf(waiting);
        conditions = List.copyOf(conditions);
    }

    /** The containers that rules look at: terminated with another exit code than 0. */
    public List<TerminatedContainer> failedContainers() {
        return terminated.stream().filter(TerminatedContainer::failed).toList();
    }

    /**
     * Whose failure it is.
     *
     * @param namespace the pod's namespace
     * @param name the pod's name
     * @param uid the pod's UID
     * @param labels the pod's labels
     * @param nodeName {@code spec.nodeName}, {@code ""} if it was never bound
     * @param ownerKind kind of the controlling owner, {@code ""} if there is none
     * @param ownerName name of the controlling owner, {@code ""} if there is none
     */
    public record PodIdentity(
            String namespace,
            String name,
            String uid,
            Map<String, String> labels,
            String nodeName,
            String ownerKind,
            String ownerName) {
        public PodIdentity {
            labels = Map.copyOf(labels);
        }
    }
}
