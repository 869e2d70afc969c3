package dev.podfailure.stream;

import dev.podfailure.events.v1alpha1.Classification;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureKind;
import dev.podfailure.events.v1alpha1.PodReference;
import dev.podfailure.events.v1alpha1.RetryAdvice;
import dev.podfailure.events.v1alpha1.RuleReference;
import dev.podfailure.failure.EscapedText;
import dev.podfailure.failure.PodAnnotations;
import dev.podfailure.failure.PodFacts;
import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.PodFailure.PodIdentity;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/**
 * Makes the event of a failed pod from its status and the record of the decision. Pure, and no pod makes it throw. Every
 * text is escaped and cut on the way in, so that an event has a bounded size: whoever may patch a pod can write anything
 * into its annotations.
 */
final class EventConversion {
    /** Bound of a namespace, a name, a reason. */
    private static final int NAME_BYTES = 253;

    /** Bound of a label's value, which a category is too. */
    private static final int LABEL_BYTES = 63;

    private static final int ANNOTATION_BYTES = 256;
    private static final int EVIDENCE_BYTES = 1_024;

    private final EventContent content;
    private final ContainerFailures containers;

    EventConversion(EventContent content) {
        this.content = content;
        this.containers = new ContainerFailures(content.messageBytes());
    }

    /** The event of a pod that carries this record. */
    FailureEvent annotated(Pod pod, PodAnnotations decision) {
        return event(pod, decision).setAnnotated(true).build();
    }

    /** The event of a pod that was gone before it could carry this record. */
    FailureEvent unannotated(Pod last, PodAnnotations decision) {
        return event(last, decision).setAnnotated(false).build();
    }

    private FailureEvent.Builder event(Pod pod, PodAnnotations decision) {
        PodFailure facts = PodFacts.of(pod, List.of());
        FailureEvent.Builder event = FailureEvent.newBuilder()
                .setEventId(line(decision.eventId(), LABEL_BYTES))
                .setRevision(decision.revision())
                .setKind(FailureKind.FAILURE_KIND_POD_FAILED)
                .setPod(reference(facts.pod()))
                .setClassification(classification(decision))
                .addAllContainers(containers.of(facts))
                .setBacklog(decision.backlog())
                .setPodReason(line(facts.reason(), NAME_BYTES))
                .setCommittedBy(line(decision.committedBy(), ANNOTATION_BYTES));
        Times.known(OccurTime.of(pod, facts)).ifPresent(event::setOccurTime);
        Times.known(decision.classifiedAt()).ifPresent(event::setClassifyTime);
        return event;
    }

    private PodReference reference(PodIdentity pod) {
        PodReference.Builder reference = PodReference.newBuilder()
                .setClusterId(content.clusterName())
                .setNamespace(line(pod.namespace(), NAME_BYTES))
                .setName(line(pod.name(), NAME_BYTES))
                .setUid(line(pod.uid(), NAME_BYTES))
                .setNodeName(line(pod.nodeName(), NAME_BYTES))
                .setOwnerKind(line(pod.ownerKind(), NAME_BYTES))
                .setOwnerName(line(pod.ownerName(), NAME_BYTES));
        for (String key : content.labels()) {
            String value = pod.labels().get(key);
            if (value != null) {
                reference.putLabels(key, line(value, LABEL_BYTES));
            }
        }
        return reference.build();
    }

    private static Classification classification(PodAnnotations decision) {
        Classification.Builder classification = Classification.newBuilder()
                .setCategory(line(decision.category(), LABEL_BYTES))
                .setSubcategory(line(decision.subcategory(), LABEL_BYTES))
                .setEvidence(line(decision.evidence(), EVIDENCE_BYTES))
                .setHint(line(decision.hint(), ANNOTATION_BYTES))
                .setResponsible(line(decision.responsible(), LABEL_BYTES))
                .setRetry(retry(decision.retry()));
        rule(decision).ifPresent(classification::setRule);
        return classification.build();
    }

    private static RetryAdvice retry(String retry) {
        return switch (retry) {
            case "Worthwhile" -> RetryAdvice.RETRY_ADVICE_WORTHWHILE;
            case "Pointless" -> RetryAdvice.RETRY_ADVICE_POINTLESS;
            case "Uncertain" -> RetryAdvice.RETRY_ADVICE_UNCERTAIN;
            default -> RetryAdvice.RETRY_ADVICE_UNSPECIFIED;
        };
    }

    /** Of {@code namespace/ruleset/rule} and {@code uid/generation}; absent if there is no such path. */
    private static Optional<RuleReference> rule(PodAnnotations decision) {
        String[] path = decision.rule().split("/", -1);
        if (path.length != 3) {
            return Optional.empty();
        }
        String[] version = decision.ruleGeneration().split("/", -1);
        RuleReference.Builder rule = RuleReference.newBuilder()
                .setRulesetNamespace(line(path[0], NAME_BYTES))
                .setRulesetName(line(path[1], NAME_BYTES))
                .setRuleName(line(path[2], LABEL_BYTES));
        if (version.length == 2) {
            rule.setRulesetUid(line(version[0], NAME_BYTES)).setRulesetGeneration(number(version[1]));
        }
        return Optional.of(rule.build());
    }

    private static long number(String text) {
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static String line(String text, int maxBytes) {
        return EscapedText.cutToBytes(EscapedText.of(text, maxBytes), maxBytes);
    }
}
