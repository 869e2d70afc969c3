package dev.podfailure.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A selector with the meaning of Kubernetes' {@code metav1.LabelSelector}: all of it must hold; an empty one selects
 * everything.
 *
 * @param matchLabels labels with their values
 * @param matchExpressions other requirements
 */
public record LabelSelector(
        @Nullable Map<String, String> matchLabels, @Nullable List<LabelRequirement> matchExpressions) {}
