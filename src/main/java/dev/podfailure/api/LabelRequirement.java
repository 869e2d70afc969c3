package dev.podfailure.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of {@code matchExpressions} of a {@link LabelSelector}.
 *
 * @param key of the label
 * @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}; {@code NotIn} holds without the label too
 * @param values for {@code In} and {@code NotIn}
 */
public record LabelRequirement(
        @Nullable String key,
        @Nullable String operator,
        @Nullable List<String> values) {}
