package dev.podfailure.rules;

import dev.podfailure.failure.EscapedText;
import dev.podfailure.failure.PodEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code onPodEvents}: what a rule asks of one event of the pod. An event without a message never matches.
 *
 * @param type exactly; absent means any
 * @param reason exactly; absent means any
 * @param pattern absent means any message
 * @param exclude what must not be in the message; absent means nothing
 */
record EventMatcher(
        @Nullable String type,
        @Nullable String reason,
        @Nullable TextPattern pattern,
        @Nullable TextPattern exclude) {

    /** The first event that matches; null if none does. */
    @Nullable
    PodEvent firstMatch(List<PodEvent> events) {
        for (PodEvent event : events) {
            if (matches(event)) {
                return event;
            }
        }
        return null;
    }

    List<Evidence.Item> evidence(PodEvent event) {
        List<Evidence.Item> items = new ArrayList<>();
        items.add(new Evidence.Item("onPodEvents", "", "reason", EscapedText.of(event.reason(), 160)));
        if (pattern != null) {
            items.add(new Evidence.Item("onPodEvents", "", "message", pattern.matchedPart(event.message())));
        }
        return items;
    }

    private boolean matches(PodEvent event) {
        return !event.message().isEmpty()
                && (type == null || type.equals(event.type()))
                && (reason == null || reason.equals(event.reason()))
                && (pattern == null || pattern.isIn(event.message()))
                && (exclude == null || !exclude.isIn(event.message()));
    }
}
