package dev.podfailure.convert;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names of converted rules: readable, and ending in a hash of what the rule asks. So another rule before it, or another
 * hint, leaves a name as it is.
 */
final class RuleNames {
    private static final int HASH_LENGTH = 8;

    private final Map<String, String> contents = new HashMap<>();

    /**
     * The name of a rule.
     *
     * @param category as label value
     * @param subcategory as label value, may be empty
     * @return empty if an earlier rule has the same content
     */
    Optional<String> name(OldRule rule, String category, String subcategory) {
        OldRule.Matcher matcher = rule.matcher();
        String hash = ContentHash.of(rule.category(), rule.subcategory(), rule.containerName(), matcher.toString());
        String readable = subcategory.isEmpty() ? category : category + "-" + subcategory;
        for (int length = HASH_LENGTH; length < hash.length(); length += HASH_LENGTH) {
            String name =
                    LabelNames.cut(readable, LabelNames.MAX_LENGTH - length - 1) + "-" + hash.substring(0, length);
            String before = contents.putIfAbsent(name, hash);
            if (before == null) {
                return Optional.of(name);
            }
            if (before.equals(hash)) {
                return Optional.empty();
            }
        }
        throw new IllegalStateException("two contents have the same hash");
    }
}
