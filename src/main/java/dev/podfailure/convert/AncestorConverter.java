package dev.podfailure.convert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.files.FoundObject;
import dev.podfailure.rules.CompilerOptions;
import dev.podfailure.rules.RuleCompiler;
import dev.podfailure.rules.RuleLimits;
import dev.podfailure.rules.RuleProblem;
import dev.podfailure.rules.RuleSetSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Turns a configuration of the ancestor into rule sets that give the same answers. */
public final class AncestorConverter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ConversionSettings settings;
    private final RuleCompiler compiler;

    public AncestorConverter(ConversionSettings settings) {
        this.settings = settings;
        this.compiler = new RuleCompiler(new CompilerOptions(settings.namespace(), RuleLimits.MAX_PRIORITY, true));
    }

    /**
     * Converts what a file holds.
     *
     * @param file as the user named it
     * @throws dev.podfailure.files.InvalidInputException if it holds no {@code errorCategories}, or several
     */
    public Conversion convert(String file, List<FoundObject> documents) {
        ConfigSearch.Found found = ConfigSearch.in(file, documents);
        Remarks remarks = new Remarks(found.document());
        OldConfig config = new ConfigReader(remarks).read(new Field(found.path(), found.value(), remarks));
        if (remarks.hasErrors()) {
            return new Conversion(List.of(), remarks.found());
        }
        LabelNames categories = new LabelNames(
                Stream.concat(config.rules().stream().map(OldRule::category), Stream.of(config.defaultCategory()))
                        .toList());
        LabelNames subcategories = new LabelNames(
                Stream.concat(config.rules().stream().map(OldRule::subcategory), Stream.of(config.defaultSubcategory()))
                        .toList());
        new MappedNames(remarks, categories, subcategories).report(config);
        ObjectNode head = head(config, categories, subcategories, remarks);
        List<Converted> rules = usable(rules(config, new RuleConversion(remarks, categories, subcategories)), remarks);
        return new Conversion(ruleSets(head, rules, config, remarks), remarks.found());
    }

    /** A rule and where it comes from. */
    private record Converted(OldRule old, ObjectNode rule) {}

    private static List<Converted> rules(OldConfig config, RuleConversion conversion) {
        List<Converted> rules = new ArrayList<>();
        for (OldRule old : config.rules()) {
            conversion.convert(old).ifPresent(rule -> rules.add(new Converted(old, rule)));
        }
        return rules;
    }

    /** The compiler has the last word: what it would leave out must not stand in a rule set that the API server takes. */
    private List<Converted> usable(List<Converted> rules, Remarks remarks) {
        List<Converted> usable = new ArrayList<>();
        for (Converted converted : rules) {
            List<RuleProblem> problems = problems(converted.rule());
            if (problems.isEmpty()) {
                usable.add(converted);
            } else {
                remarks.warning(
                        converted.old().path(),
                        "this rule is left out, so later rules may match instead: "
                                + problems.getFirst().message());
            }
        }
        return usable;
    }

    private List<RuleProblem> problems(ObjectNode rule) {
        ObjectNode spec = NODES.objectNode();
        spec.putArray("rules").add(rule);
        return compiler.compile(new RuleSetSource(settings.namespace(), settings.name(), "", 0, Instant.EPOCH, spec))
                .problems();
    }

    private ObjectNode head(OldConfig config, LabelNames categories, LabelNames subcategories, Remarks remarks) {
        ObjectNode spec = NODES.objectNode();
        if (settings.priority() != 0) {
            spec.put("priority", settings.priority());
        }
        if (config.isOff()) {
            spec.put("enforcement", "Shadow");
            remarks.note(
                    config.path(),
                    "enabled is false, so the ancestor classifies nothing; the rule set is a shadow, which only counts");
        }
        spec.put("defaultCategory", categories.of(config.defaultCategory()));
        if (!config.defaultSubcategory().isEmpty()) {
            if (config.defaultCategory().isEmpty()) {
                remarks.warning(
                        config.path() + ".defaultSubcategory",
                        "it has no counterpart without a defaultCategory and is dropped: a pod that no rule matches is"
                                + " left alone");
            } else {
                spec.put("defaultSubcategory", subcategories.of(config.defaultSubcategory()));
            }
        }
        return spec;
    }

    private List<ObjectNode> ruleSets(ObjectNode head, List<Converted> rules, OldConfig config, Remarks remarks) {
        List<ObjectNode> sets = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(rules.size(), from + RuleLimits.MAX_RULES);
            ObjectNode spec = head.deepCopy();
            if (!sets.isEmpty()) {
                spec.remove(List.of("defaultCategory", "defaultSubcategory"));
            }
            ArrayNode listed = spec.putArray("rules");
            rules.subList(from, to).forEach(converted -> listed.add(converted.rule()));
            sets.add(object(sets.size(), spec));
            from = to;
        } while (from < rules.size());
        if (sets.size() > 1) {
            remarks.note(
                    config.path(),
                    "there are " + rules.size() + " rules; a rule set takes " + RuleLimits.MAX_RULES + ", so there are "
                            + sets.size() + " rule sets, asked in the order of their names");
        }
        return sets;
    }

    private ObjectNode object(int number, ObjectNode spec) {
        // The order of names is the order of asking.
        String suffix = number == 0 ? "" : String.format(Locale.ROOT, "-%03d", number + 1);
        ObjectNode object =
                NODES.objectNode().put("apiVersion", "podfailure.dev/v1alpha1").put("kind", "FailureCategoryRuleSet");
        object.putObject("metadata").put("name", settings.name() + suffix).put("namespace", settings.namespace());
        object.set("spec", spec);
        return object;
    }
}
