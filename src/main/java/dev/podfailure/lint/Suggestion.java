package dev.podfailure.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** The name that an unknown one was probably meant to be. */
final class Suggestion {
    private static final int MAX_DISTANCE = 3;

    private Suggestion() {}

    /** {@code "; did you mean ...?"}, or {@code ""} if no known name is near. */
    static String of(String name, JsonNode known) {
        return known.properties().stream()
                .map(property -> property.getKey())
                .min(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(candidate -> distance(name, candidate) <= Math.min(MAX_DISTANCE, name.length() / 2))
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("");
    }

    /** How many characters have to change, be added or go; letters count as alike in either case. */
    private static int distance(String first, String second) {
        int[] row = new int[second.length() + 1];
        for (int j = 0; j <= second.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= first.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= second.length(); j++) {
                boolean alike =
                        Character.toLowerCase(first.charAt(i - 1)) == Character.toLowerCase(second.charAt(j - 1));
                int changed = diagonal + (alike ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[second.length()];
    }
}
