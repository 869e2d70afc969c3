package dev.podfailure.classify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.files.FoundObject;
import dev.podfailure.files.InvalidInputException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Labels of namespaces, as far as the input tells them. Not thread-safe. */
public final class Namespaces {
    /** Every namespace has it, since Kubernetes 1.21. */
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private final Map<String, Map<String, String>> known = new HashMap<>();
    private final Set<String> unknown = new LinkedHashSet<>();

    /** Takes in a Namespace object. */
    public void add(FoundObject namespace) {
        known.put(name(namespace), labels(namespace));
    }

    public void addAll(Map<String, Map<String, String>> namespaces) {
        known.putAll(namespaces);
    }

    /** The labels of a namespace; of one that the input does not hold, only its name. */
    public Map<String, String> labelsOf(String namespace) {
        Map<String, String> labels = known.get(namespace);
        if (labels == null) {
            unknown.add(namespace);
            return Map.of(NAME_LABEL, namespace);
        }
        return labels;
    }

    /** Those that were asked for and are not known. */
    public Set<String> unknown() {
        return Set.copyOf(unknown);
    }

    static String name(FoundObject namespace) {
        String name = namespace.value().path("metadata").path("name").asText("");
        if (name.isEmpty()) {
            throw new InvalidInputException(namespace.place(), "metadata.name is missing");
        }
        return name;
    }

    static Map<String, String> labels(FoundObject namespace) {
        Map<String, String> labels = new HashMap<>();
        labels.put(NAME_LABEL, name(namespace));
        for (Map.Entry<String, JsonNode> label :
                namespace.value().path("metadata").path("labels").properties()) {
            labels.put(label.getKey(), label.getValue().asText());
        }
        return labels;
    }
}
