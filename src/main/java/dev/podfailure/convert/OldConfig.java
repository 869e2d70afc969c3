package dev.podfailure.convert;

import java.util.List;

/**
 * The ancestor's {@code errorCategories}.
 *
 * @param path where in the document
 * @param isOff whether it says {@code enabled: false}
 * @param defaultCategory may be empty
 * @param defaultSubcategory may be empty
 * @param rules of all categories, in the order in which they are asked
 */
record OldConfig(String path, boolean isOff, String defaultCategory, String defaultSubcategory, List<OldRule> rules) {
    OldConfig {
        rules = List.copyOf(rules);
    }
}
