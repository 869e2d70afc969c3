package dev.podfailure.convert;

import java.util.HashSet;
import java.util.Set;

/** Tells which of the ancestor's names had to be changed: dashboards and retry rules know the old ones. */
final class MappedNames {
    private final Remarks remarks;
    private final LabelNames categories;
    private final LabelNames subcategories;
    private final Set<String> told = new HashSet<>();

    MappedNames(Remarks remarks, LabelNames categories, LabelNames subcategories) {
        this.remarks = remarks;
        this.categories = categories;
        this.subcategories = subcategories;
    }

    /** Remarks on each changed name once, where it first stands. */
    void report(OldConfig config) {
        report(config.path() + ".defaultCategory", "category", config.defaultCategory(), categories);
        report(config.path() + ".defaultSubcategory", "subcategory", config.defaultSubcategory(), subcategories);
        for (OldRule rule : config.rules()) {
            String categoryPath = rule.path().substring(0, rule.path().lastIndexOf(".")) + ".name";
            report(categoryPath, "category", rule.category(), categories);
            report(rule.path() + ".subcategory", "subcategory", rule.subcategory(), subcategories);
        }
    }

    private void report(String path, String what, String name, LabelNames labels) {
        if (!name.isEmpty() && !labels.of(name).equals(name) && told.add(what + name)) {
            remarks.warning(
                    path,
                    what + " " + Remarks.quote(name) + " is no label value; it becomes "
                            + Remarks.quote(labels.of(name)));
        }
    }
}
