package dev.podfailure.pod;

import dev.podfailure.failure.PodAnnotations;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a failed pod down to what rules, the record, the stream and the log look at. Environment, volumes, probes, managed
 * fields and foreign annotations are most of a pod's bytes and no part of its failure.
 */
final class PodTrimmer {
    private PodTrimmer() {}

    /** A new pod with the kept fields; the given one stays as it is. It must never be written back as a whole. */
    static Pod trim(Pod pod) {
        return new PodBuilder()
                .withMetadata(metadata(Objects.requireNonNullElseGet(pod.getMetadata(), ObjectMeta::new)))
                .withSpec(pod.getSpec() == null ? null : spec(pod.getSpec()))
                .withStatus(pod.getStatus() == null ? null : status(pod.getStatus()))
                .build();
    }

    private static ObjectMeta metadata(ObjectMeta metadata) {
        return new ObjectMetaBuilder()
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .withResourceVersion(metadata.getResourceVersion())
                .withCreationTimestamp(metadata.getCreationTimestamp())
                .withDeletionTimestamp(metadata.getDeletionTimestamp())
                .withDeletionGracePeriodSeconds(metadata.getDeletionGracePeriodSeconds())
                .withLabels(metadata.getLabels())
                .withAnnotations(ours(metadata.getAnnotations()))
                .withOwnerReferences(controller(metadata.getOwnerReferences()))
                .build();
    }

    private static Map<String, String> ours(@Nullable Map<String, String> annotations) {
        Map<String, String> kept = new TreeMap<>(Objects.requireNonNullElse(annotations, Map.of()));
        kept.keySet().removeIf(key -> !key.startsWith(PodAnnotations.PREFIX));
        return kept;
    }

    private static List<OwnerReference> controller(@Nullable List<OwnerReference> owners) {
        return Objects.requireNonNullElse(owners, List.<OwnerReference>of()).stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .toList();
    }

    private static PodSpec spec(PodSpec spec) {
        return new PodSpecBuilder()
                .withNodeName(spec.getNodeName())
                .withRestartPolicy(spec.getRestartPolicy())
                .withPriorityClassName(spec.getPriorityClassName())
                .withActiveDeadlineSeconds(spec.getActiveDeadlineSeconds())
                .withTerminationGracePeriodSeconds(spec.getTerminationGracePeriodSeconds())
                .withResources(limits(spec.getResources()))
                .withContainers(containers(spec.getContainers()))
                .withInitContainers(containers(spec.getInitContainers()))
                .build();
    }

    private static List<Container> containers(@Nullable List<Container> containers) {
        return Objects.requireNonNullElse(containers, List.<Container>of()).stream()
                .map(container -> new ContainerBuilder()
                        .withName(container.getName())
                        .withRestartPolicy(container.getRestartPolicy())
                        .withResources(limits(container.getResources()))
                        .build())
                .toList();
    }

    private static @Nullable ResourceRequirements limits(@Nullable ResourceRequirements resources) {
        return resources == null
                        || resources.getLimits() == null
                        || resources.getLimits().isEmpty()
                ? null
                : new ResourceRequirementsBuilder()
                        .withLimits(resources.getLimits())
                        .build();
    }

    private static PodStatus status(PodStatus status) {
        return new PodStatusBuilder()
                .withPhase(status.getPhase())
                .withReason(status.getReason())
                .withMessage(status.getMessage())
                .withConditions(status.getConditions())
                .withStartTime(status.getStartTime())
                .withQosClass(status.getQosClass())
                .withHostIP(status.getHostIP())
                .withContainerStatuses(containerStatuses(status.getContainerStatuses()))
                .withInitContainerStatuses(containerStatuses(status.getInitContainerStatuses()))
                .build();
    }

    private static List<ContainerStatus> containerStatuses(@Nullable List<ContainerStatus> statuses) {
        return Objects.requireNonNullElse(statuses, List.<ContainerStatus>of()).stream()
                .map(status -> new ContainerStatusBuilder()
                        .withName(status.getName())
                        .withImage(status.getImage())
                        .withState(status.getState())
                        .withLastState(status.getLastState())
                        .withRestartCount(status.getRestartCount())
                        .withAllocatedResourcesStatus(status.getAllocatedResourcesStatus())
                        .build())
                .toList();
    }
}
