package dev.podfailure.classify;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.files.FoundObject;
import dev.podfailure.files.InvalidInputException;
import dev.podfailure.pod.SnapshotReview;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Answers for pods from files.
 *
 * @param review what decides
 * @param namespaces what is known of namespaces
 * @param events what is known of events
 * @param explain whether to tell every rule that was asked
 */
public record PodClassifier(SnapshotReview review, Namespaces namespaces, EventFiles events, boolean explain) {

    /**
     * The answer for a pod.
     *
     * @throws InvalidInputException if it is no pod
     */
    public PodAnswer answer(FoundObject object) {
        if (!object.kind().equals("Pod")) {
            throw new InvalidInputException(object.place(), "kind " + object.kind() + " is no Pod");
        }
        Pod pod = Typed.of(object, Pod.class);
        ObjectMeta metadata = Objects.requireNonNullElseGet(pod.getMetadata(), ObjectMeta::new);
        Map<String, String> labels = namespaces.labelsOf(Objects.requireNonNullElse(metadata.getNamespace(), ""));
        List<PodEvent> ofPod = metadata.getUid() == null ? List.of() : events.of(metadata.getUid());
        SnapshotReview.Answer answer = review.answer(pod, labels, ofPod);
        PodAnswer printed = PodAnswer.of(metadata, answer);
        return explain && !(answer instanceof SnapshotReview.Answer.NotFailed)
                ? printed.explainedBy(review.explain(pod, labels, ofPod))
                : printed;
    }
}
