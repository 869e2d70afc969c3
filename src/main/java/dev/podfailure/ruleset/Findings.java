package dev.podfailure.ruleset;

import dev.podfailure.api.RuleSetStatus.RuleCount;
import dev.podfailure.api.RuleSetStatus.RuleSetProblem;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.RuleProblem;
import dev.podfailure.rules.RuleSetSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be said about a version of a rule set.
 *
 * @param source the version
 * @param accepted whether its rules are in use
 * @param whole whether nothing of it is left out
 * @param reason why it is not accepted or not whole; {@code ""} if it is both
 * @param summary for a person: how many rules are active
 * @param remedy for a person: what to do about it; {@code ""} for nothing
 * @param rules how many rules there are
 * @param problems in the order of the spec, warnings last; before them what the rules cost, if it is too much
 */
record Findings(
        RuleSetSource source,
        boolean accepted,
        boolean whole,
        String reason,
        String summary,
        String remedy,
        RuleCount rules,
        List<RuleSetProblem> problems) {
    private static final Pattern RULE = Pattern.compile("spec\\.rules\\[(\\d{1,9})]");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final int MAX_PROBLEMS = 32;
    private static final int MAX_PROBLEMS_IN_MESSAGE = 3;
    private static final int MAX_PATH = 1_024;
    private static final int MAX_PROBLEM = 4_096;

    static Findings of(Compilation compilation) {
        return switch (compilation) {
            case Compilation.Compiled compiled -> of(compiled.set());
            case Compilation.Failed failed ->
                notCompiled(
                        failed,
                        "CompilationFailed",
                        "the compiler failed (" + failed.why() + ")",
                        "Please report this as a bug of podfailure, with the rule set");
            case Compilation.Overdue overdue ->
                notCompiled(
                        overdue,
                        "CompilationTimeout",
                        "compiling takes longer than " + overdue.limit().toSeconds() + " s",
                        "Use fewer or simpler patterns; the result is taken as soon as it is there");
        };
    }

    /** The same about a set that is in use and keeps costing too much. */
    Findings costly(RuleSetProblem budget) {
        return new Findings(
                source,
                accepted,
                whole,
                reason,
                summary,
                remedy.isEmpty() ? "Simplify this and apply the rule set again" : remedy,
                rules,
                Stream.concat(Stream.of(budget), problems.stream())
                        .limit(MAX_PROBLEMS)
                        .toList());
    }

    /** Whether somebody has to edit the set. */
    boolean needsCorrection() {
        return !whole || isCostly();
    }

    /** Why somebody has to edit the set. */
    String correctionReason() {
        return whole ? BudgetProblem.REASON : reason;
    }

    private boolean isCostly() {
        return problems.stream().anyMatch(problem -> problem.reason().equals(BudgetProblem.REASON));
    }

    /** The problems for a condition's message: the first few whole, the others as a number. */
    String listed() {
        String first = problems.stream()
                .limit(MAX_PROBLEMS_IN_MESSAGE)
                .map(problem -> problem.path() + rule(problem.path()) + ": " + problem.message())
                .collect(Collectors.joining(". "));
        int more = problems.size() - MAX_PROBLEMS_IN_MESSAGE;
        return more <= 0 ? first : first + ". And " + more + " more, see status.problems";
    }

    /** People know their rules by name, not by number. */
    private String rule(String path) {
        Matcher matcher = RULE.matcher(path);
        if (!matcher.lookingAt()) {
            return "";
        }
        int index = Integer.parseInt(matcher.group(1));
        String name = source.spec().path("rules").path(index).path("name").asText("");
        return NAME.matcher(name).matches() ? " (rule " + name + ")" : "";
    }

    private static Findings of(CompiledRuleSet set) {
        RuleCount rules = new RuleCount(set.total(), set.rules().size());
        boolean whole = set.accepted() && set.problems().isEmpty();
        return new Findings(
                set.source(),
                set.accepted(),
                whole,
                reason(set),
                summary(set, rules),
                whole ? "" : "Correct this and apply the rule set again",
                rules,
                Stream.concat(set.problems().stream(), set.warnings().stream())
                        .limit(MAX_PROBLEMS)
                        .map(Findings::problem)
                        .toList());
    }

    private static String reason(CompiledRuleSet set) {
        if (!set.accepted()) {
            return set.acceptance().name();
        }
        return set.problems().isEmpty() ? "" : "InvalidRules";
    }

    private static String summary(CompiledRuleSet set, RuleCount rules) {
        if (set.accepted() && set.total() == 0) {
            return "there are no rules, only a default category";
        }
        return rules.active() + " of " + rules.total() + (rules.total() == 1 ? " rule is" : " rules are") + " active";
    }

    private static Findings notCompiled(Compilation compilation, String reason, String what, String remedy) {
        int total = StoredRuleSet.numberOfRules(compilation.source());
        int active = compilation.inUse().map(set -> set.rules().size()).orElse(0);
        String inUse = compilation
                .inUse()
                .map(set -> active
                        + (active == 1 ? " rule of generation " : " rules of generation ")
                        + set.source().generation()
                        + (active == 1 ? " stays in use" : " stay in use"))
                .orElse("no rule of this set is in use");
        return new Findings(
                compilation.source(),
                false,
                false,
                reason,
                inUse,
                remedy,
                new RuleCount(Math.max(total, active), active),
                List.of(new RuleSetProblem("spec", reason, cut(what, MAX_PROBLEM))));
    }

    private static RuleSetProblem problem(RuleProblem problem) {
        return new RuleSetProblem(
                cut(problem.path(), MAX_PATH), problem.reason().name(), cut(problem.message(), MAX_PROBLEM));
    }

    private static String cut(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, limit - 1) + "…";
    }
}
