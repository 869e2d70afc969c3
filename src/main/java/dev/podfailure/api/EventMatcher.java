package dev.podfailure.api;

import org.jspecify.annotations.Nullable;

/**
 * {@code onPodEvents}: an event of the pod. An empty event message never matches.
 *
 * @param pattern RE2 syntax, unanchored, on the event's message; absent means any message that is not empty
 * @param exclude RE2 syntax, unanchored; what the message of this very event must not contain
 * @param reason the event's reason, compared exactly; absent means any
 * @param type {@code Normal} or {@code Warning}; absent means any
 */
public record EventMatcher(
        @Nullable String pattern,
        @Nullable String exclude,
        @Nullable String reason,
        @Nullable String type) {}
