package dev.podfailure.stream;

import dev.podfailure.events.v1alpha1.FailureFilter;
import dev.podfailure.events.v1alpha1.FailureKind;
import dev.podfailure.failure.EscapedText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads the filters of a request. A value that no event can have is a mistake worth telling. */
final class FilterReader {
    private static final int MAX_FILTERS = 32;
    private static final int MAX_VALUES = 256;
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern RULE_SET = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?");
    private static final Pattern LABEL_VALUE_OR_NONE = Pattern.compile("(" + LABEL_VALUE + ")?");

    private final RequestProblems problems;
    private final Set<String> labels;

    /** @param labels keys that events carry; a selector of another would silently select nothing, or everything */
    FilterReader(RequestProblems problems, Set<String> labels) {
        this.problems = problems;
        this.labels = labels;
    }

    List<EventFilter.Clause> read(String field, List<FailureFilter> filters) {
        if (filters.size() > MAX_FILTERS) {
            problems.invalid(field, "has " + filters.size() + " filters, at most " + MAX_FILTERS + " are allowed");
            return List.of();
        }
        List<EventFilter.Clause> clauses = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            clauses.add(clause(field + "[" + i + "]", filters.get(i)));
        }
        return clauses;
    }

    private EventFilter.Clause clause(String where, FailureFilter filter) {
        problems.refuseUnknownFields(where, filter);
        if (filter.equals(FailureFilter.getDefaultInstance())) {
            problems.invalid(where, "is empty; name at least one value, or leave the filter out");
        }
        return new EventFilter.Clause(
                values(where + ".namespaces", filter.getNamespacesList(), NAMESPACE, "a namespace"),
                values(where + ".categories", filter.getCategoriesList(), LABEL_VALUE, "a category"),
                values(where + ".subcategories", filter.getSubcategoriesList(), LABEL_VALUE_OR_NONE, "a subcategory"),
                values(where + ".ruleset_names", filter.getRulesetNamesList(), RULE_SET, "a rule set"),
                kinds(where + ".kinds", filter),
                labels(where + ".label_selector", filter.getLabelSelector()));
    }

    private LabelFilter labels(String field, String selector) {
        try {
            LabelFilter filter = LabelFilter.parse(selector);
            filter.keys().stream().filter(key -> !labels.contains(key)).forEach(key -> {
                String carried = labels.isEmpty() ? "none" : "these: " + String.join(", ", new TreeSet<>(labels));
                problems.invalid(field, "asks for the label " + key + "; of a pod's labels, events carry " + carried);
            });
            return filter;
        } catch (IllegalArgumentException e) {
            problems.invalid(field, String.valueOf(e.getMessage()));
            return LabelFilter.ALL;
        }
    }

    private Set<String> values(String field, List<String> values, Pattern allowed, String what) {
        if (values.size() > MAX_VALUES) {
            problems.invalid(field, "has " + values.size() + " values, at most " + MAX_VALUES + " are allowed");
            return Set.of();
        }
        for (int i = 0; i < values.size(); i++) {
            if (!allowed.matcher(values.get(i)).matches()) {
                String value = EscapedText.of(values.get(i), 80);
                problems.invalid(field + "[" + i + "]", "\"" + value + "\" cannot be the name of " + what);
            }
        }
        return new HashSet<>(values);
    }

    private Set<FailureKind> kinds(String field, FailureFilter filter) {
        for (int i = 0; i < filter.getKindsCount(); i++) {
            FailureKind kind = filter.getKinds(i);
            if (kind == FailureKind.UNRECOGNIZED) {
                problems.unserved(field + "[" + i + "] (" + filter.getKindsValue(i) + ")");
            } else if (kind == FailureKind.FAILURE_KIND_UNSPECIFIED) {
                problems.invalid(field + "[" + i + "]", "is no kind of failure");
            }
        }
        return new HashSet<>(filter.getKindsList());
    }
}
