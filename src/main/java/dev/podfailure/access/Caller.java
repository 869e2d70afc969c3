package dev.podfailure.access;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A user or a service account, in the words of the API server. */
record Caller(String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    Caller {
        groups = List.copyOf(groups);
        extra = extra.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }
}
