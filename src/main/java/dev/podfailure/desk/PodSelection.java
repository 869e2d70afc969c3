package dev.podfailure.desk;

/**
 * Which failed pods are meant.
 *
 * @param namespace theirs; {@code ""} for all namespaces
 * @param labelSelector in the words of kubectl; {@code ""} for any labels
 */
public record PodSelection(String namespace, String labelSelector) {

    /** Where the pods lie, for a sentence. */
    public String place() {
        return namespace.isEmpty() ? "all namespaces" : "namespace " + namespace;
    }
}
