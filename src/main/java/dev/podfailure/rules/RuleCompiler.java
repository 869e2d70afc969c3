package dev.podfailure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podfailure.api.Rule;
import dev.podfailure.api.RuleSetSpec;
import dev.podfailure.rules.CompiledRuleSet.Acceptance;
import dev.podfailure.rules.RuleProblem.Reason;
import dev.podfailure.rules.cel.MatchConditionCompiler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges a rule set and makes its rules ready for use. A pure function of the rule set and the options, so that every
 * replica and every restart uses the same rules; it takes anything and never throws.
 *
 * <p>Rules are judged one by one: an invalid one is left out, the others work. A mistake in the spec itself (its priority,
 * its default, a property that this version does not know) takes the whole set out of use, since its rules would then be
 * asked of other pods or in another order than their author meant. A set whose rules are all invalid gives no default
 * either. A set without rules is accepted: it gives its default if it has one, and else does nothing.
 */
public final class RuleCompiler {
    private static final RuleSetSpec EMPTY = new RuleSetSpec(null, null, null, null, null, null, null, null);

    private static final List<String> ENFORCEMENTS = List.of("Enforced", "Shadow");
    private static final List<String> DELETED_PODS = List.of("Skip", "Include");

    private final CompilerOptions options;
    private final MatchConditionCompiler conditionCompiler = new MatchConditionCompiler(TextPattern::objectionTo);

    public RuleCompiler(CompilerOptions options) {
        this.options = options;
    }

    /** Compiles a rule set as stored, of whatever shape. */
    public CompiledRuleSet compile(RuleSetSource source) {
        Problems setProblems = new Problems("no rule of this set is in use");
        boolean clusterWide = source.namespace().equals(options.operatorNamespace());
        RuleSetSettings settings = settings(source.spec(), clusterWide, setProblems);
        JsonNode listed = listOfRules(source.spec(), setProblems);
        RuleList rules = new RuleList(listed, clusterWide);
        boolean priorityAllowed = clusterWide || settings.priority() <= options.tenantPriorityLimit();
        Acceptance acceptance = acceptance(setProblems, priorityAllowed, rules);
        if (!priorityAllowed) {
            setProblems.add(
                    "spec.priority",
                    Reason.PriorityNotAllowed,
                    settings.priority() + " is more than " + options.tenantPriorityLimit()
                            + ", the highest priority of a rule set outside the operator's namespace");
        }
        return new CompiledRuleSet(
                source,
                acceptance,
                listed.size(),
                acceptance == Acceptance.Accepted ? rules.inUse : List.of(),
                settings,
                concat(setProblems.found(), rules.problems),
                concat(warnings(settings), rules.warnings));
    }

    private static JsonNode listOfRules(JsonNode spec, Problems problems) {
        JsonNode listed = spec.path("rules");
        if (!listed.isArray() && !listed.isMissingNode() && !listed.isNull()) {
            problems.add("spec.rules", Reason.InvalidValue, "it is not a list");
        }
        return listed.isArray() ? listed : MissingNode.getInstance();
    }

    private static Acceptance acceptance(Problems setProblems, boolean priorityAllowed, RuleList rules) {
        if (!setProblems.isEmpty() || (rules.inUse.isEmpty() && !rules.problems.isEmpty())) {
            return Acceptance.NoValidRules;
        }
        return priorityAllowed ? Acceptance.Accepted : Acceptance.PriorityNotAllowed;
    }

    private static RuleSetSettings settings(JsonNode spec, boolean clusterWide, Problems problems) {
        JsonNode withoutRules = spec instanceof ObjectNode object ? withoutRules(object) : spec;
        RuleSetSpec decoded = new RecordDecoder(problems).decode(withoutRules, RuleSetSpec.class, "spec");
        RuleSetSpec readable = decoded == null ? EMPTY : decoded;
        ValueChecks checks = new ValueChecks(problems);
        int priority = readable.priority() == null ? 0 : readable.priority();
        if (priority < RuleLimits.MIN_PRIORITY || priority > RuleLimits.MAX_PRIORITY) {
            problems.add(
                    "spec.priority",
                    Reason.InvalidValue,
                    priority + " is not within " + RuleLimits.MIN_PRIORITY + " and " + RuleLimits.MAX_PRIORITY);
        }
        checks.labelValue("spec.defaultCategory", readable.defaultCategory());
        String defaultSubcategory = checks.labelValue("spec.defaultSubcategory", readable.defaultSubcategory());
        boolean enforced = !checks.word("spec.enforcement", readable.enforcement(), ENFORCEMENTS)
                .equals("Shadow");
        boolean deletedPods = checks.word("spec.deletedPods", readable.deletedPods(), DELETED_PODS)
                .equals("Include");
        if (!clusterWide && readable.namespaceSelector() != null) {
            problems.add(
                    "spec.namespaceSelector",
                    Reason.NotAllowed,
                    "only rule sets in the operator's namespace apply to other namespaces than their own");
        }
        SelectorReader selectors = new SelectorReader(problems);
        return new RuleSetSettings(
                clusterWide,
                priority,
                enforced,
                selectors.read("spec.namespaceSelector", readable.namespaceSelector()),
                selectors.read("spec.podSelector", readable.podSelector()),
                deletedPods,
                readable.defaultCategory(),
                defaultSubcategory);
    }

    private static ObjectNode withoutRules(ObjectNode spec) {
        ObjectNode rest = spec.objectNode();
        spec.properties().forEach(property -> {
            if (!property.getKey().equals("rules")) {
                rest.set(property.getKey(), property.getValue());
            }
        });
        return rest;
    }

    private static List<RuleProblem> warnings(RuleSetSettings settings) {
        String category = settings.defaultCategory();
        return settings.defaultSubcategory().isEmpty() || (category != null && !category.isEmpty())
                ? List.of()
                : List.of(new RuleProblem(
                        "spec.defaultSubcategory",
                        Reason.NoEffect,
                        "there is no defaultCategory that it could stand beside"));
    }

    private static List<RuleProblem> concat(List<RuleProblem> first, List<RuleProblem> second) {
        List<RuleProblem> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** The rules of one set, judged in order. */
    private final class RuleList {
        private final List<CompiledRule> inUse = new ArrayList<>();
        private final List<RuleProblem> problems = new ArrayList<>();
        private final List<RuleProblem> warnings = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private final boolean mayIgnore;
        private int patternCost;

        RuleList(JsonNode listed, boolean clusterWide) {
            this.mayIgnore = clusterWide || options.tenantIgnore();
            for (int i = 0; i < Math.min(listed.size(), RuleLimits.MAX_RULES); i++) {
                add(listed.get(i), "spec.rules[" + i + "]");
            }
            if (listed.size() > RuleLimits.MAX_RULES) {
                problems.add(new RuleProblem(
                        "spec.rules[" + RuleLimits.MAX_RULES + "]",
                        Reason.InvalidValue,
                        "there are " + listed.size() + " rules; those after the first " + RuleLimits.MAX_RULES
                                + " are left out"));
            }
        }

        private void add(JsonNode node, String path) {
            Problems found = new Problems("the rule is left out");
            Rule rule = new RecordDecoder(found).decode(node, Rule.class, path);
            if (rule != null) {
                checkName(rule.name(), path, found);
                new RuleReader(rule, path, found, conditionCompiler)
                        .read(mayIgnore)
                        .ifPresent(compiled -> {
                            if (isAffordable(compiled, path, found)) {
                                inUse.add(compiled);
                                warnAboutScope(rule, compiled, path);
                            }
                        });
            }
            problems.addAll(found.found());
        }

        /** One costly pattern is bounded by itself; hundreds of them in one set would spend the budget of every pod. */
        private boolean isAffordable(CompiledRule compiled, String path, Problems found) {
            int cost = PatternCost.of(compiled.matchers());
            if (patternCost + cost > RuleLimits.MAX_PROGRAM_SUM) {
                found.add(
                        path,
                        Reason.InvalidPattern,
                        "the patterns of this set that require no literal text of 3 characters compile to more than "
                                + RuleLimits.MAX_PROGRAM_SUM + " instructions together with this rule's " + cost);
                return false;
            }
            patternCost += cost;
            return true;
        }

        /** The first rule of a name keeps it, even if it is left out itself: mending it must not move the name. */
        private void checkName(@Nullable String name, String path, Problems found) {
            if (name != null && !names.add(name)) {
                found.add(
                        path + ".name", Reason.Duplicate, "an earlier rule is called " + Problems.quote(name) + " too");
            }
        }

        private void warnAboutScope(Rule rule, CompiledRule compiled, String path) {
            if (rule.containers() != null
                    && compiled.matchers().containers().matchers().isEmpty()
                    && compiled.matchers().conditions().isEmpty()) {
                warnings.add(new RuleProblem(
                        path + ".containers",
                        Reason.NoEffect,
                        "no matcher of this rule looks at containers; the rule is in use without the scope"));
            }
        }
    }
}
