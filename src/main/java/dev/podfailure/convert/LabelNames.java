package dev.podfailure.convert;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The ancestor's names as label values. A name that is one stays as it is; another one keeps what a label value may have.
 * Different names stay different, and what becomes of a name does not depend on its place.
 */
final class LabelNames {
    static final int MAX_LENGTH = 63;

    private static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final int HASH_LENGTH = 6;

    private final Map<String, String> mapped = new HashMap<>();

    /** @param names all that must stay apart; the empty one stands for none */
    LabelNames(Collection<String> names) {
        Set<String> distinct = new LinkedHashSet<>(names);
        distinct.remove("");
        Set<String> taken = new HashSet<>();
        Set<String> contested = new HashSet<>();
        for (String name : distinct) {
            String label = cleaned(name);
            if (!taken.add(label)) {
                contested.add(label);
            }
        }
        for (String name : distinct) {
            String label = cleaned(name);
            boolean needsHash = !name.equals(label) && (contested.contains(label) || label.isEmpty());
            mapped.put(name, needsHash ? withHash(label, name) : label);
        }
    }

    static boolean isLabelValue(String name) {
        return LABEL_VALUE.matcher(name).matches();
    }

    /** The label value of one of the names; {@code ""} of the empty one. */
    String of(String name) {
        return mapped.getOrDefault(name, "");
    }

    /** Only what a label value may have, with a letter or digit at both ends; may be empty. */
    static String cleaned(String text) {
        String allowed = text.replaceAll("[^A-Za-z0-9._-]+", "-");
        String cut = allowed.length() > MAX_LENGTH ? allowed.substring(0, MAX_LENGTH) : allowed;
        return cut.replaceAll("^[._-]+|[._-]+$", "");
    }

    private static String withHash(String label, String name) {
        String hash = ContentHash.of(name).substring(0, HASH_LENGTH);
        return label.isEmpty() ? "x-" + hash : cut(label, MAX_LENGTH - HASH_LENGTH - 1) + "-" + hash;
    }

    /** The first characters, without a separator at the end. */
    static String cut(String label, int length) {
        return label.length() <= length ? label : label.substring(0, length).replaceAll("[._-]+$", "");
    }
}
