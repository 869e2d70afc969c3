package dev.podfailure.lint;

import dev.podfailure.files.FoundObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Remembers how categories and subcategories are written, over all files. */
final class Spellings {
    /** Where a name stands first. */
    private record Use(String name, FoundObject object, String path) {}

    private final Map<String, Use> first = new LinkedHashMap<>();
    private final List<Finding> found = new ArrayList<>();

    /** @param scope what the name must be alike in: nothing for a category, the category for a subcategory */
    void use(String scope, String name, FoundObject object, String path) {
        if (name.isEmpty()) {
            return;
        }
        String key = alike(scope) + "/" + alike(name);
        Use before = first.putIfAbsent(key, new Use(name, object, path));
        if (before != null && !before.name().equals(name)) {
            found.add(new Finding(
                    object.placeOf(path),
                    path,
                    Code.TWO_SPELLINGS,
                    Findings.quote(name) + " is " + Findings.quote(before.name()) + " in "
                            + before.object().placeOf(before.path()) + ": two counters for one thing"));
        }
    }

    List<Finding> found() {
        return found;
    }

    private static String alike(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
    }
}
