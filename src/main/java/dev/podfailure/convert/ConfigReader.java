package dev.podfailure.convert;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the ancestor's configuration and refuses what the ancestor refuses, all of it at once. */
final class ConfigReader {
    private static final List<String> ACTIONS = List.of("", "Retain", "Delete");

    private final Remarks remarks;
    private final RuleReader ruleReader;
    private final Set<String> names = new HashSet<>();

    ConfigReader(Remarks remarks) {
        this.remarks = remarks;
        this.ruleReader = new RuleReader(remarks);
    }

    OldConfig read(Field config) {
        config.expectOnly("enabled", "defaultCategory", "defaultSubcategory", "categories");
        String defaultCategory = config.get("defaultCategory").name("defaultCategory");
        String defaultSubcategory = config.get("defaultSubcategory").name("defaultSubcategory");
        List<OldRule> rules = config.get("categories").elements().stream()
                .flatMap(this::category)
                .toList();
        return new OldConfig(config.path(), isOff(config.get("enabled")), defaultCategory, defaultSubcategory, rules);
    }

    /** What says nothing may be switched on in another file: the ancestor lays several over each other. */
    private boolean isOff(Field enabled) {
        if (enabled.isAbsent()) {
            remarks.note(
                    enabled.path(),
                    "enabled is not said here, so the ancestor uses these categories only if another of its files says"
                            + " enabled: true; the rule set is in force");
            return false;
        }
        String word = enabled.value().asText();
        if (!Set.of("true", "false", "1", "0").contains(word)) {
            remarks.error(enabled.path(), "enabled is true or false");
        }
        return word.equals("false") || word.equals("0");
    }

    private Stream<OldRule> category(Field category) {
        category.expectOnly("name", "action", "rules");
        String name = categoryName(category.get("name"));
        action(category.get("action"), name);
        List<Field> listed = category.get("rules").elements();
        if (listed.isEmpty()) {
            remarks.error(category.path(), "category " + Remarks.quote(name) + " has no rule; it needs one");
        }
        List<OldRule> rules = new ArrayList<>();
        for (Field rule : listed) {
            ruleReader.read(rule, name).ifPresent(rules::add);
        }
        return rules.stream();
    }

    private String categoryName(Field field) {
        String name = field.name("category");
        if (name.isEmpty()) {
            remarks.error(field.path(), "a category needs a name");
        } else if (!names.add(name)) {
            remarks.error(field.path(), "an earlier category is called " + Remarks.quote(name) + " too");
        }
        return name;
    }

    private void action(Field field, String category) {
        String action = field.text();
        if (!ACTIONS.contains(action)) {
            remarks.error(field.path(), "action " + Remarks.quote(action) + " is neither Retain nor Delete");
        } else if (!action.isEmpty()) {
            remarks.warning(
                    field.path(),
                    "action " + action + " of category " + Remarks.quote(category)
                            + " has no counterpart and is dropped: podfailure deletes no pod");
        }
    }
}
