package dev.podfailure.cli;

import dev.podfailure.desk.AnnotatedFailure;
import dev.podfailure.desk.PodSelection;
import io.fabric8.kubernetes.client.KubernetesClient;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which failed pods are meant. */
final class PodOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Pods of all namespaces")
    private boolean allNamespaces;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            defaultValue = "",
            description = "Pods with these labels, as for kubectl: app=web,tier!=cache")
    private String selector = "";

    @Option(
            names = "--category",
            paramLabel = "CATEGORY[/SUBCATEGORY]",
            defaultValue = "",
            description = "Pods of this category, or of this one of its subcategories")
    private String category = "";

    /** The pods to ask the API server for. */
    PodSelection selection(ClusterOptions cluster, KubernetesClient client) {
        if (allNamespaces && cluster.namesNamespace()) {
            throw new ParameterException(spec.commandLine(), "--all-namespaces and --namespace exclude each other");
        }
        return new PodSelection(allNamespaces ? "" : cluster.namespace(client), selector);
    }

    /** Whether a pod is of the category that was asked for. */
    boolean includes(AnnotatedFailure failure) {
        int slash = category.indexOf('/');
        return category.isEmpty()
                || (slash < 0
                        ? failure.category().equals(category)
                        : failure.category().equals(category.substring(0, slash))
                                && failure.subcategory().equals(category.substring(slash + 1)));
    }

    /** Whether a category was asked for at all. */
    boolean hasCategory() {
        return !category.isEmpty();
    }
}
