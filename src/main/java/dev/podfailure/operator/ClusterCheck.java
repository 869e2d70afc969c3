package dev.podfailure.operator;

import dev.podfailure.api.FailureCategoryRuleSet;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether a cluster has what the operator needs: an API server that answers, the CRD, the permissions. */
final class ClusterCheck {
    private final KubernetesClient client;
    private final OperatorSettings settings;

    /** What is known already: a busy API server that refuses one request in ten would hardly ever answer all in a row. */
    private final Set<Right> granted = new HashSet<>();

    ClusterCheck(KubernetesClient client, OperatorSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    /** What is missing, in one line for a person; empty if nothing is. */
    Optional<String> problem() {
        try {
            APIResourceList served =
                    client.getApiResources(FailureCategoryRuleSet.GROUP + "/" + FailureCategoryRuleSet.VERSION);
            if (served == null) {
                return Optional.of("the cluster does not serve " + FailureCategoryRuleSet.GROUP + "/"
                        + FailureCategoryRuleSet.VERSION + ": install the CRD with 'kubectl apply -k crds'");
            }
            return missing(needed());
        } catch (KubernetesClientException e) {
            return Optional.of(ClusterTrouble.of(client.getMasterUrl(), e));
        }
    }

    /** What is missing to write Events, likewise. The operator does its work without them. */
    Optional<String> eventProblem() {
        try {
            return missing(ruleSetNamespaces().stream()
                    .map(namespace -> new Right("create", "events.k8s.io", "events", "", namespace))
                    .toList());
        } catch (KubernetesClientException e) {
            // Whoever tries to write one will hear of it.
            return Optional.empty();
        }
    }

    private Optional<String> missing(List<Right> rights) {
        List<String> refused = rights.stream()
                .filter(right -> !isGranted(right))
                .map(Right::toString)
                .toList();
        return refused.isEmpty()
                ? Optional.empty()
                : Optional.of("this user or service account may not " + String.join(", ", refused)
                        + ": apply the roles in manifests/");
    }

    private List<Right> needed() {
        List<Right> rights = new ArrayList<>();
        List<String> pods = podNamespaces();
        if (settings.watchNamespaces().isEmpty()) {
            Stream.of("get", "list", "watch").forEach(verb -> rights.add(new Right(verb, "", "namespaces", "", "")));
        }
        for (String namespace : pods) {
            Stream.of("get", "list", "watch").forEach(verb -> rights.add(new Right(verb, "", "pods", "", namespace)));
            rights.add(new Right("patch", "", "pods", "status", namespace));
            rights.add(new Right("list", "", "events", "", namespace));
        }
        for (String namespace : ruleSetNamespaces()) {
            Stream.of("get", "list", "watch").forEach(verb -> rights.add(ruleSetRight(verb, "", namespace)));
            rights.add(ruleSetRight("patch", "status", namespace));
        }
        if (settings.leaderElection()) {
            Stream.of("get", "create", "update")
                    .forEach(verb ->
                            rights.add(new Right(verb, "coordination.k8s.io", "leases", "", settings.namespace())));
        }
        if (settings.security().asksAboutTokens()) {
            rights.add(new Right("create", "authentication.k8s.io", "tokenreviews", "", ""));
        }
        if (settings.security().asksAboutRights()) {
            rights.add(new Right("create", "authorization.k8s.io", "subjectaccessreviews", "", ""));
        }
        return rights;
    }

    private List<String> podNamespaces() {
        return settings.watchNamespaces().isEmpty() ? List.of("") : settings.watchedNamespaces();
    }

    private List<String> ruleSetNamespaces() {
        return settings.watchNamespaces().isEmpty()
                ? List.of("")
                : Stream.concat(Stream.of(settings.namespace()), podNamespaces().stream())
                        .distinct()
                        .toList();
    }

    private static Right ruleSetRight(String verb, String subresource, String namespace) {
        return new Right(verb, FailureCategoryRuleSet.GROUP, FailureCategoryRuleSet.PLURAL, subresource, namespace);
    }

    private boolean isGranted(Right right) {
        if (!granted.contains(right) && allowed(right)) {
            granted.add(right);
        }
        return granted.contains(right);
    }

    private boolean allowed(Right right) {
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withVerb(right.verb())
                .withGroup(right.group())
                .withResource(right.resource())
                .withSubresource(right.subresource())
                .withNamespace(right.namespace())
                .endResourceAttributes()
                .endSpec()
                .build();
        return client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed();
    }

    private record Right(String verb, String group, String resource, String subresource, String namespace) {
        @Override
        public String toString() {
            // Events are of two groups, with rights of their own.
            String full = group.equals("events.k8s.io") ? resource + "." + group : resource;
            return verb + " " + full + (subresource.isEmpty() ? "" : "/" + subresource)
                    + (namespace.isEmpty() ? "" : " in namespace " + namespace);
        }
    }
}
