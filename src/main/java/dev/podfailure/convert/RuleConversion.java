package dev.podfailure.convert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.rules.RuleLimits;
import java.util.Optional;

/** Turns the rules of one configuration into rules of a rule set. */
final class RuleConversion {
    private final Remarks remarks;
    private final LabelNames categories;
    private final LabelNames subcategories;
    private final RuleNames names = new RuleNames();
    private final MatcherConversion matchers;

    RuleConversion(Remarks remarks, LabelNames categories, LabelNames subcategories) {
        this.remarks = remarks;
        this.categories = categories;
        this.subcategories = subcategories;
        this.matchers = new MatcherConversion(remarks);
    }

    /** The rule; empty if it can never match or cannot be said here, which is reported. */
    Optional<ObjectNode> convert(OldRule old) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        String category = categories.of(old.category());
        String subcategory = subcategories.of(old.subcategory());
        Optional<String> name = names.name(old, category, subcategory);
        if (name.isEmpty()) {
            remarks.note(
                    old.path(),
                    "an earlier rule of this category asks the same, so this one is left out: it never wins");
            return Optional.empty();
        }
        rule.put("name", name.get()).put("category", category);
        if (!subcategory.isEmpty()) {
            rule.put("subcategory", subcategory);
        }
        hint(old, rule);
        return matchers.convert(old, rule) ? Optional.of(rule) : Optional.empty();
    }

    private void hint(OldRule old, ObjectNode rule) {
        String hint = old.hint();
        int length = hint.codePointCount(0, hint.length());
        if (length > RuleLimits.MAX_HINT) {
            remarks.warning(
                    old.path() + ".hint",
                    "this hint has " + length + " characters; what exceeds " + RuleLimits.MAX_HINT + " is cut");
            hint = hint.substring(0, hint.offsetByCodePoints(0, RuleLimits.MAX_HINT));
        }
        if (!hint.isEmpty()) {
            rule.put("hint", hint);
        }
    }
}
