package dev.podfailure.monitoring;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a PromQL expression names. Metrics are known by their prefixes, for Prometheus 2.42 has no parser to ask.
 *
 * @param expression the whole of it
 */
public record PromQuery(String expression) {
    private static final Pattern SELECTOR =
            Pattern.compile("\\b((?:podfailure[_:]|operator_sdk_|jvm_|process_|system_)[\\w:]+)(?:\\{([^}]*)})?");

    private static final Pattern MATCHED = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");

    private static final Pattern GROUPED =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");

    /**
     * One metric with what it is asked for.
     *
     * @param metric its name
     * @param labels those that it is selected by
     * @param text as it stands in the expression, without range and offset
     */
    public record Selector(String metric, Set<String> labels, String text) {}

    /** Every selector of the expression. */
    public List<Selector> selectors() {
        return SELECTOR.matcher(expression)
                .results()
                .map(found -> new Selector(
                        found.group(1), labels(found.group(2) == null ? "" : found.group(2)), found.group()))
                .toList();
    }

    /** The labels that it groups or joins by. */
    public Set<String> groupings() {
        return GROUPED.matcher(expression)
                .results()
                .flatMap(found -> Stream.of(found.group(1).split(",", -1)))
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> labels(String matchers) {
        return MATCHED.matcher(matchers).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }
}
