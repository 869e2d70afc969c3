package dev.podfailure.rules;

import java.util.List;

/**
 * What satisfied the rule, matcher by matcher; for a default, what was seen.
 *
 * @param items in the order of the rule's matchers
 */
public record Evidence(List<Item> items) {
    public Evidence {
        items = List.copyOf(items);
    }

    /**
     * One matcher and what satisfied it.
     *
     * @param matcher name of the matcher in the custom resource, such as {@code onExitCodes}; {@code ""} for a default
     * @param container name of the container, {@code ""} for the pod level
     * @param field what was looked at, such as {@code exitCode}
     * @param value the value, or the matched part of a text: escaped, at most 160 characters
     */
    public record Item(String matcher, String container, String field, String value) {}
}
