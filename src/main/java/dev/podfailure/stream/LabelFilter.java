package dev.podfailure.stream;

import dev.podfailure.failure.EscapedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A label selector in the notation of {@code kubectl -l}: {@code a=b, c!=d, e in (f, g), h notin (i), j, !k}. All requirements
 * must hold; as in Kubernetes, {@code !=} and {@code notin} hold where the label is absent.
 *
 * @param requirements empty for every event
 */
record LabelFilter(List<Requirement> requirements) implements Predicate<Map<String, String>> {
    /** Lets everything pass. */
    static final LabelFilter ALL = new LabelFilter(List.of());

    private static final int MAX_LENGTH = 4_096;
    private static final String NAME = "[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?";
    private static final String KEY = "([a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?/)?" + NAME;
    private static final Pattern VALUE = Pattern.compile("(" + NAME + ")?");

    /** Up to a comma that stands in no parentheses. */
    private static final Pattern PART = Pattern.compile("[^,()]*(\\([^()]*\\))?[^,()]*");

    private static final Pattern EXISTS = Pattern.compile("\\s*(?<not>!?)\\s*(?<key>" + KEY + ")\\s*");
    private static final Pattern EQUALS =
            Pattern.compile("\\s*(?<key>" + KEY + ")\\s*(?<operator>==?|!=)\\s*(?<value>[^\\s=!]*)\\s*");
    private static final Pattern ONE_OF =
            Pattern.compile("\\s*(?<key>" + KEY + ")\\s+(?<operator>in|notin)\\s*\\((?<values>[^()]*)\\)\\s*");

    LabelFilter {
        requirements = List.copyOf(requirements);
    }

    /**
     * One requirement.
     *
     * @param key of the label
     * @param values any of them; empty for any value at all
     * @param negated whether the label must be absent or have another value
     */
    record Requirement(String key, Set<String> values, boolean negated) {
        Requirement {
            values = Set.copyOf(values);
        }

        boolean holds(Map<String, String> labels) {
            String value = labels.get(key);
            boolean has = value != null && (values.isEmpty() || values.contains(value));
            return has != negated;
        }
    }

    /**
     * Reads a selector; an empty text selects everything.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static LabelFilter parse(String selector) {
        if (selector.isBlank()) {
            return ALL;
        }
        if (selector.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("is longer than " + MAX_LENGTH + " characters");
        }
        List<Requirement> requirements = new ArrayList<>();
        Matcher parts = PART.matcher(selector);
        int at = 0;
        while (at <= selector.length()) {
            if (!parts.find(at) || parts.start() != at || isNoEnd(selector, parts.end())) {
                throw unreadable(selector.substring(at));
            }
            requirements.add(requirement(parts.group()));
            at = parts.end() + 1;
        }
        return new LabelFilter(requirements);
    }

    @Override
    public boolean test(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.holds(labels)) {
                return false;
            }
        }
        return true;
    }

    /** Every key that it asks for, in order. */
    Set<String> keys() {
        return requirements.stream().map(Requirement::key).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isNoEnd(String selector, int end) {
        return end < selector.length() && selector.charAt(end) != ',';
    }

    private static Requirement requirement(String text) {
        Matcher exists = EXISTS.matcher(text);
        if (exists.matches()) {
            return new Requirement(
                    exists.group("key"), Set.of(), !exists.group("not").isEmpty());
        }
        Matcher equals = EQUALS.matcher(text);
        if (equals.matches()) {
            return new Requirement(
                    equals.group("key"),
                    values(Stream.of(equals.group("value"))),
                    equals.group("operator").equals("!="));
        }
        Matcher oneOf = ONE_OF.matcher(text);
        if (oneOf.matches()) {
            return new Requirement(
                    oneOf.group("key"),
                    values(Pattern.compile(",").splitAsStream(oneOf.group("values"))),
                    oneOf.group("operator").equals("notin"));
        }
        throw unreadable(text);
    }

    private static Set<String> values(Stream<String> texts) {
        Set<String> values = texts.map(String::strip).collect(Collectors.toSet());
        values.stream()
                .filter(value -> !VALUE.matcher(value).matches())
                .findFirst()
                .ifPresent(value -> {
                    throw new IllegalArgumentException("\"" + EscapedText.of(value, 80) + "\" is no value of a label");
                });
        return values;
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException("\"" + EscapedText.of(text, 80)
                + "\" is none of: key, !key, key=value, key!=value, key in (a, b), key notin (a)");
    }
}
