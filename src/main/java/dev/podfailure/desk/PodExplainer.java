package dev.podfailure.desk;

import dev.podfailure.api.FailureCategoryRuleSet;
import dev.podfailure.classify.PodAnswer;
import dev.podfailure.failure.EscapedText;
import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFacts;
import dev.podfailure.failure.PodFailure.PodIdentity;
import dev.podfailure.pod.PodEvents;
import dev.podfailure.pod.SnapshotReview;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.CompilerOptions;
import dev.podfailure.rules.RuleBook;
import dev.podfailure.rules.RuleCompiler;
import dev.podfailure.ruleset.StoredRuleSet;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pod, the rule sets that can apply to it, its events and its namespace, and asks the operator's own code about it.
 * Whatever else than the pod cannot be read is named and left out.
 */
public final class PodExplainer {
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private final KubernetesClient client;
    private final CompilerOptions options;
    private final String defaultCategory;
    private final boolean evenIfNotFailed;
    private final long page;

    /**
     * An explainer for one cluster.
     *
     * @param options as the operator has them
     * @param defaultCategory as the operator has it
     * @param evenIfNotFailed whether to ask about a pod of any phase as if it had failed
     */
    public PodExplainer(
            KubernetesClient client, CompilerOptions options, String defaultCategory, boolean evenIfNotFailed) {
        this(client, options, defaultCategory, evenIfNotFailed, Pages.SIZE);
    }

    PodExplainer(
            KubernetesClient client,
            CompilerOptions options,
            String defaultCategory,
            boolean evenIfNotFailed,
            long page) {
        this.client = client;
        this.page = page;
        this.options = options;
        this.defaultCategory = defaultCategory;
        this.evenIfNotFailed = evenIfNotFailed;
    }

    /**
     * Explains the pod of this name, or the only one whose name begins with it and a hyphen.
     *
     * @throws NoSuchPodException if there is none, there are several, or it may not be read
     * @throws KubernetesClientException if there was no answer
     */
    public PodExplanation explain(String namespace, String name) {
        return switch (new PodLookup(client).find(namespace, name)) {
            case PodLookup.Result.Found found -> explain(found.pod());
            case PodLookup.Result.NotFound nothing ->
                throw new NoSuchPodException(
                        "there is no pod " + name + " in namespace " + namespace + ", nor one whose name begins with "
                                + name + "-: it may be gone, or in another namespace (-n)");
            case PodLookup.Result.Ambiguous several ->
                throw new NoSuchPodException(
                        several.names().size() + " pods have names that begin with " + name + "-, in namespace "
                                + namespace + ": "
                                + EscapedText.of(String.join(", ", several.names()), 1_000));
            case PodLookup.Result.Forbidden forbidden ->
                throw new NoSuchPodException("you may neither get nor list pods in namespace " + namespace
                        + ", so there is nothing to explain: " + forbidden.message());
        };
    }

    private PodExplanation explain(Pod pod) {
        List<Unread> unread = new ArrayList<>();
        List<CompiledRuleSet> sets = ruleSets(pod.getMetadata().getNamespace(), unread);
        PodAnswer now = sets == null ? null : answer(pod, RuleBook.of(sets, defaultCategory), unread);
        PodIdentity identity = PodFacts.of(pod, List.of()).pod();
        return new PodExplanation(
                EscapedText.of(identity.namespace()),
                EscapedText.of(identity.name()),
                EscapedText.of(identity.uid()),
                pod.getStatus() == null
                        ? ""
                        : EscapedText.of(
                                Objects.requireNonNullElse(pod.getStatus().getPhase(), "")),
                EscapedText.of(identity.nodeName()),
                identity.ownerKind().isEmpty() ? "" : EscapedText.of(identity.ownerKind() + "/" + identity.ownerName()),
                AnnotatedFailure.of(pod).orElse(null),
                now,
                sets == null ? List.of() : remarks(sets),
                unread);
    }

    private PodAnswer answer(Pod pod, RuleBook book, List<Unread> unread) {
        SnapshotReview review = new SnapshotReview(book, evenIfNotFailed);
        Map<String, String> labels = namespaceLabels(pod.getMetadata().getNamespace(), book, unread);
        List<PodEvent> events = events(pod, unread);
        SnapshotReview.Answer answer = review.answer(pod, labels, events);
        PodAnswer printed = PodAnswer.of(pod.getMetadata(), answer);
        return answer instanceof SnapshotReview.Answer.NotFailed
                ? printed
                : printed.explainedBy(review.explain(pod, labels, events));
    }

    /** Only sets of the operator's namespace and of the pod's own can apply. Null if none could be read. */
    private @Nullable List<CompiledRuleSet> ruleSets(String podNamespace, List<Unread> unread) {
        RuleCompiler compiler = new RuleCompiler(options);
        Set<String> namespaces = new TreeSet<>(List.of(options.operatorNamespace(), podNamespace));
        List<CompiledRuleSet> sets = new ArrayList<>();
        int read = 0;
        for (String namespace : namespaces) {
            try {
                new Pages(page).read(
                        options -> client.resources(FailureCategoryRuleSet.class)
                                .inNamespace(namespace)
                                .list(options),
                        ruleSet -> sets.add(compiler.compile(StoredRuleSet.source(ruleSet))));
                read++;
            } catch (KubernetesClientException e) {
                unread.add(Unread.of(
                        "list " + FailureCategoryRuleSet.PLURAL + " in namespace " + namespace,
                        e,
                        "the rules there are not asked; the operator may decide otherwise"));
            }
        }
        return read == 0 ? null : sets;
    }

    private Map<String, String> namespaceLabels(String namespace, RuleBook book, List<Unread> unread) {
        Map<String, String> labels = new HashMap<>(Map.of(NAME_LABEL, namespace));
        try {
            Namespace found = client.namespaces().withName(namespace).get();
            if (found != null && found.getMetadata().getLabels() != null) {
                labels.putAll(found.getMetadata().getLabels());
            }
        } catch (KubernetesClientException e) {
            Unread trouble = Unread.of(
                    "get namespace " + namespace,
                    e,
                    "its labels are not known; a rule set with a namespaceSelector that asks for them is not asked");
            if (book.usesNamespaceSelectors()) {
                unread.add(trouble);
            }
        }
        return labels;
    }

    private List<PodEvent> events(Pod pod, List<Unread> unread) {
        try {
            return PodEvents.list(client, pod.getMetadata());
        } catch (KubernetesClientException e) {
            unread.add(Unread.of(
                    "list events in namespace " + pod.getMetadata().getNamespace(),
                    e,
                    "rules that ask for events (onPodEvents) do not hold here; for the operator they may"));
            return List.of();
        }
    }

    private static List<String> remarks(List<CompiledRuleSet> sets) {
        List<String> remarks = new ArrayList<>();
        for (CompiledRuleSet set : sets) {
            String path = set.source().namespace() + "/" + set.source().name();
            if (!set.accepted()) {
                remarks.add(path + " is not in use: " + set.acceptance());
            }
            set.problems()
                    .forEach(problem -> remarks.add(
                            path + ": " + problem.path() + " is left out: " + EscapedText.of(problem.message())));
        }
        return remarks;
    }
}
