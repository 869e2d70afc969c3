package dev.podfailure.desk;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What {@code podfailure top} counts by.
 *
 * @param columns headers of the columns of a key
 * @param keyOf the key of a pod, one text a column
 */
public record Grouping(List<String> columns, Function<AnnotatedFailure, List<String>> keyOf) {
    /** How a grouping by a label begins. */
    public static final String LABEL = "label=";

    public Grouping {
        columns = List.copyOf(columns);
    }

    /** The grouping of this name; absent if there is none. */
    public static Optional<Grouping> parse(String text) {
        return switch (text) {
            case "category" ->
                Optional.of(new Grouping(
                        List.of("CATEGORY", "SUBCATEGORY"),
                        failure -> List.of(failure.category(), failure.subcategory())));
            case "rule" -> one("RULE", AnnotatedFailure::ruleOrDefault);
            case "node" -> one("NODE", AnnotatedFailure::node);
            case "namespace" -> one("NAMESPACE", AnnotatedFailure::namespace);
            case "owner" -> one("OWNER", AnnotatedFailure::owner);
            default -> text.startsWith(LABEL) ? label(text.substring(LABEL.length())) : Optional.empty();
        };
    }

    private static Optional<Grouping> label(String key) {
        return key.isEmpty()
                ? Optional.empty()
                : one(key, failure -> failure.labels().getOrDefault(key, ""));
    }

    private static Optional<Grouping> one(String column, Function<AnnotatedFailure, String> value) {
        return Optional.of(new Grouping(List.of(column), failure -> List.of(value.apply(failure))));
    }
}
