package dev.podfailure.operator;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The labels of pods that failures are counted by, with their names in the metric.
 *
 * @param byKey names of the metric's labels, by the key of the pod's label
 */
public record PodLabelNames(Map<String, String> byKey) {
    private static final String OPTION = "--metrics-pod-label";
    private static final int MAX_LABELS = 4;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    private static final int MAX_NAME = 63;

    /** Labels that the metric has already, or that Prometheus puts on every series of a target. */
    private static final Set<String> TAKEN = Set.of(
            "category",
            "subcategory",
            "kind",
            "outcome",
            "le",
            "quantile",
            "job",
            "instance",
            "namespace",
            "pod",
            "container",
            "service",
            "endpoint",
            "node",
            "cluster");

    /** Failures are counted by no label. */
    public static final PodLabelNames NONE = new PodLabelNames(Map.of());

    public PodLabelNames {
        byKey = Collections.unmodifiableMap(new LinkedHashMap<>(byKey));
        if (byKey.size() > MAX_LABELS) {
            throw new InvalidSettingException(
                    OPTION, "has " + byKey.size() + " labels, expected at most " + MAX_LABELS);
        }
        Set<String> names = new HashSet<>();
        byKey.forEach((key, name) -> {
            if (!OperatorSettings.LABEL_KEY.matcher(key).matches()) {
                throw new InvalidSettingException(OPTION, "is for \"" + key + "\", which is no key of a label");
            }
            if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
                throw new InvalidSettingException(
                        OPTION,
                        "names " + key + " \"" + name + "\", expected lower-case letters, digits and single _ such as"
                                + " team_name");
            }
            if (TAKEN.contains(name)) {
                throw new InvalidSettingException(
                        OPTION,
                        "names " + key + " \"" + name + "\", which Prometheus or the metric itself has already");
            }
            if (!names.add(name)) {
                throw new InvalidSettingException(OPTION, "has the name \"" + name + "\" twice");
            }
        });
    }

    /**
     * Reads {@code KEY=NAME} pairs.
     *
     * @throws InvalidSettingException if they make no labels
     */
    public static PodLabelNames parse(List<String> pairs) {
        Map<String, String> byKey = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw new InvalidSettingException(OPTION, "is \"" + pair + "\", expected KEY=NAME");
            }
            if (byKey.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
                throw new InvalidSettingException(OPTION, "has \"" + pair.substring(0, equals) + "\" twice");
            }
        }
        return new PodLabelNames(byKey);
    }
}
