package dev.podfailure.stream;

import dev.podfailure.events.v1alpha1.ContainerFailure;
import dev.podfailure.events.v1alpha1.ContainerRole;
import dev.podfailure.failure.EscapedText;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.TerminatedContainer;
import java.util.List;

/** The containers of an event: those that ended badly. */
final class ContainerFailures {
    private static final int MAX_CONTAINERS = 32;
    private static final int NAME_BYTES = 63;
    private static final int REASON_BYTES = 128;

    private final int messageBytes;

    ContainerFailures(int messageBytes) {
        this.messageBytes = messageBytes;
    }

    List<ContainerFailure> of(PodFailure facts) {
        return facts.terminated().stream()
                .filter(ContainerFailures::endedBadly)
                .limit(MAX_CONTAINERS)
                .map(this::failure)
                .toList();
    }

    /** OOMKilled with exit code 0 is real. */
    private static boolean endedBadly(TerminatedContainer container) {
        return container.failed()
                || !(container.reason().isEmpty() || container.reason().equals("Completed"));
    }

    private ContainerFailure failure(TerminatedContainer container) {
        ContainerFailure.Builder failure = ContainerFailure.newBuilder()
                .setName(EventConversion.line(container.name(), NAME_BYTES))
                .setRole(role(container.role()))
                .setExitCode(container.exitCode())
                .setReason(EventConversion.line(container.reason(), REASON_BYTES))
                .setRestartCount(container.restartCount());
        if (container.signal() != 0) {
            failure.setSignal(container.signal());
        }
        Times.known(container.finishedAt()).ifPresent(failure::setFinishTime);
        addMessage(failure, container.message());
        return failure.build();
    }

    private void addMessage(ContainerFailure.Builder failure, String message) {
        if (messageBytes == 0) {
            return;
        }
        String whole = EscapedText.of(message);
        String cut = EscapedText.cutToBytes(whole, messageBytes);
        failure.setMessage(cut).setMessageTruncated(!cut.equals(whole));
    }

    private static ContainerRole role(dev.podfailure.failure.ContainerRole role) {
        return switch (role) {
            case REGULAR -> ContainerRole.CONTAINER_ROLE_REGULAR;
            case INIT -> ContainerRole.CONTAINER_ROLE_INIT;
            case SIDECAR -> ContainerRole.CONTAINER_ROLE_SIDECAR;
        };
    }
}
