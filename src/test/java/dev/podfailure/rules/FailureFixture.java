package dev.podfailure.rules;

import dev.podfailure.failure.ContainerRole;
import dev.podfailure.failure.PodCondition;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.PodFailure.PodIdentity;
import dev.podfailure.failure.TerminatedContainer;
import dev.podfailure.failure.WaitingContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The facts of a failed pod, put together part by part. */
final class FailureFixture {
    private String namespace = "default";
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

    FailureFixture container(String name, ContainerRole role, int exitCode, String newReason, String newMessage) {
        terminated.add(new TerminatedContainer(name, role, exitCode, 0, newReason, newMessage, null, null, 0));
        return this;
    }

    FailureFixture waiting(String name, String newReason, String newMessage) {
        waiting.add(new WaitingContainer(name, ContainerRole.REGULAR, newReason, newMessage));
        return this;
    }

    FailureFixture condition(String type, String status, String newReason) {
        conditions.add(new PodCondition(type, status, newReason, "", null));
        return this;
    }

    PodFailure failure() {
        PodIdentity identity = new PodIdentity(namespace, "pod", "uid", Map.of(), "node-1", "", "");
        return new PodFailure(identity, reason, message, terminated, waiting, conditions, null);
    }
}
