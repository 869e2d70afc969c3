package dev.podfailure.rules;

import dev.podfailure.failure.ContainerRole;
import dev.podfailure.failure.PodCondition;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.PodFailure.PodIdentity;
import dev.podfailure.failure.TerminatedContainer;
import dev.podfailure.failure.WaitingContainer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The facts of a failed pod, put together part by part. */
final class FailureFixture {
    private String namespace = "default";
    private Map<String, String> labels = Map.of();
    private @Nullable Instant deletionTimestamp;
    private String reason = "";
    private String message = "";
    private final List<TerminatedContainer> terminated = new ArrayList<>();
    private final List<WaitingContainer> waiting = new ArrayList<>();
    private final List<PodCondition> conditions = new ArrayList<>();

    static FailureFixture pod() {
        return new FailureFixture();
    }

    FailureFixture in(String newNamespace) {
        namespace = newNamespace;
        return this;
    }

    FailureFixture reason(String newReason) {
        reason = newReason;
        return this;
    }

    FailureFixture message(String newMessage) {
        message = newMessage;
        return this;
    }

    FailureFixture container(String name, int exitCode, String newReason, String newMessage) {
        return container(name, ContainerRole.REGULAR, exitCode, newReason, newMessage);
    }

    FailureFixture container(String name, Instant finishedAt, int exitCode, String newReason, String newMessage) {
        terminated.add(new TerminatedContainer(
                name, ContainerRole.REGULAR, exitCode, 0, newReason, newMessage, null, finishedAt, 0));
        return this;
    }

    FailureFixture container(String name, ContainerRole role, int exitCode, String newReason, String newMessage) {
        terminated.add(new TerminatedContainer(name, role, exitCode, 0, newReason, newMessage, null, null, 0));
        return this;
    }

    FailureFixture waiting(String name, String newReason, String newMessage) {
        waiting.add(new WaitingContainer(name, ContainerRole.REGULAR, newReason, newMessage));
        return this;
    }

    FailureFixture condition(String type, String status, String newReason) {
        return condition(type, status, newReason, "", null);
    }

    FailureFixture condition(
            String type, String status, String newReason, String newMessage, @Nullable Instant lastTransitionTime) {
        conditions.add(new PodCondition(type, status, newReason, newMessage, lastTransitionTime));
        return this;
    }

    /** With a DisruptionTarget that is True since then. */
    FailureFixture disrupted(@Nullable Instant since) {
        return condition("DisruptionTarget", "True", "PreemptionByScheduler", "", since);
    }

    FailureFixture labels(Map<String, String> newLabels) {
        labels = newLabels;
        return this;
    }

    FailureFixture deleted(Instant at) {
        deletionTimestamp = at;
        return this;
    }

    FailureFixture copy() {
        FailureFixture copy =
                pod().in(namespace).reason(reason).message(message).labels(labels);
        copy.terminated.addAll(terminated);
        copy.waiting.addAll(waiting);
        copy.conditions.addAll(conditions);
        copy.deletionTimestamp = deletionTimestamp;
        return copy;
    }

    PodFailure failure() {
        PodIdentity identity = new PodIdentity(namespace, "pod", "uid", labels, "node-1", "", "");
        return new PodFailure(identity, reason, message, terminated, waiting, conditions, deletionTimestamp);
    }
}
