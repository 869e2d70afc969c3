package dev.podfailure.rules;

import dev.podfailure.api.ContainerScope;
import dev.podfailure.api.ExitCodeMatcher;
import dev.podfailure.api.PatternMatcher;
import dev.podfailure.api.ReasonMatcher;
import dev.podfailure.api.Rule;
import dev.podfailure.rules.RuleProblem.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns one decoded rule into a rule in use, or says what is wrong with it. */
final class RuleReader {
    private static final List<String> CONDITIONS = List.of("OOMKilled", "Evicted", "DeadlineExceeded");
    private static final List<String> OPERATORS = List.of("In", "NotIn");
    private static final List<String> OUTCOMES = List.of("Failure", "Ignored");
    private static final List<String> RETRIES = List.of("Worthwhile", "Pointless", "Uncertain");
    private static final List<String> EVENT_TYPES = List.of("Normal", "Warning");

    private final Rule rule;
    private final String path;
    private final Problems problems;
    private final ValueChecks checks;

    RuleReader(Rule rule, String path, Problems problems) {
        this.rule = rule;
        this.path = path;
        this.problems = problems;
        this.checks = new ValueChecks(problems);
    }

    /**
     * The rule; empty if there are problems, those of decoding included.
     *
     * @param mayIgnore whether the rule set may declare failures to be none
     */
    Optional<CompiledRule> read(boolean mayIgnore) {
        String name = checks.requiredLabelValue(path + ".name", rule.name());
        String category = checks.requiredLabelValue(path + ".category", rule.category());
        String subcategory = checks.labelValue(path + ".subcategory", rule.subcategory());
        String hint = checks.text(path + ".hint", rule.hint(), RuleLimits.MAX_HINT);
        String responsible = checks.labelValue(path + ".responsible", rule.responsible());
        String retry = checks.word(path + ".retry", rule.retry(), RETRIES);
        Outcome outcome = outcome(mayIgnore);
        Matchers matchers = new Matchers(containerPart(), podMatchers(), eventMatcher());
        if (matchers.isEmpty() && problems.isEmpty()) {
            problems.add(path, Reason.Required, "a rule needs at least one matcher, such as onExitCodes");
        }
        return problems.isEmpty()
                ? Optional.of(
                        new CompiledRule(name, category, subcategory, hint, responsible, retry, outcome, matchers))
                : Optional.empty();
    }

    private Outcome outcome(boolean mayIgnore) {
        String word = checks.word(path + ".outcome", rule.outcome(), OUTCOMES);
        if (!word.equals("Ignored")) {
            return Outcome.FAILURE;
        }
        if (!mayIgnore) {
            problems.add(
                    path + ".outcome",
                    Reason.OutcomeNotAllowed,
                    "only rule sets in the operator's namespace may declare failures Ignored (--tenant-ignore is off)");
        }
        return Outcome.IGNORED;
    }

    private ContainerPart containerPart() {
        List<ContainerMatcher> matchers = new ArrayList<>();
        if (rule.onConditions() != null) {
            conditions(rule.onConditions()).ifPresent(matchers::add);
        }
        if (rule.onExitCodes() != null) {
            exitCodes(rule.onExitCodes()).ifPresent(matchers::add);
        }
        pattern("onTerminationMessage", rule.onTerminationMessage())
                .map(ContainerMatcher.TerminationMessage::new)
                .ifPresent(matchers::add);
        return new ContainerPart(scope(rule.containers()), matchers);
    }

    private Set<String> scope(@Nullable ContainerScope scope) {
        if (scope == null) {
            return Set.of();
        }
        String at = path + ".containers.names";
        List<String> names = checks.list(at, scope.names(), RuleLimits.MAX_CONTAINER_NAMES);
        for (int i = 0; i < names.size(); i++) {
            checks.notEmpty(at + "[" + i + "]", names.get(i), RuleLimits.MAX_LABEL_VALUE);
        }
        return Set.copyOf(names);
    }

    private Optional<ContainerMatcher> conditions(List<String> words) {
        String at = path + ".onConditions";
        List<String> listed = checks.list(at, words, RuleLimits.MAX_CONDITIONS);
        for (int i = 0; i < listed.size(); i++) {
            checks.word(at + "[" + i + "]", listed.get(i), CONDITIONS);
        }
        Set<String> podReasons = new HashSet<>(listed);
        boolean oomKilled = podReasons.remove("OOMKilled");
        return Optional.of(new ContainerMatcher.Conditions(oomKilled, podReasons));
    }

    private Optional<ContainerMatcher> exitCodes(ExitCodeMatcher matcher) {
        String at = path + ".onExitCodes";
        String operator = checks.requiredWord(at + ".operator", matcher.operator(), OPERATORS);
        List<Integer> values = checks.list(at + ".values", matcher.values(), RuleLimits.MAX_EXIT_CODES);
        return Optional.of(new ContainerMatcher.ExitCodes(operator.equals("In"), Set.copyOf(values)));
    }

    private List<PodMatcher> podMatchers() {
        List<PodMatcher> matchers = new ArrayList<>();
        if (rule.onPodReason() != null) {
            reason(path + ".onPodReason", rule.onPodReason())
                    .map(PodMatcher.Reason::new)
                    .ifPresent(matchers::add);
        }
        pattern("onPodError", rule.onPodError()).map(PodMatcher.PodError::new).ifPresent(matchers::add);
        return matchers;
    }

    private Optional<ReasonTest> reason(String at, ReasonMatcher matcher) {
        boolean listed = matcher.operator() != null || matcher.values() != null;
        if (listed == (matcher.pattern() != null)) {
            problems.add(at, Reason.InvalidValue, "it needs either operator and values, or pattern");
            return Optional.empty();
        }
        if (!listed) {
            return checks.pattern(at + ".pattern", matcher.pattern()).map(ReasonTest.Containing::new);
        }
        String operator = checks.requiredWord(at + ".operator", matcher.operator(), OPERATORS);
        List<String> values = checks.list(at + ".values", matcher.values(), RuleLimits.MAX_REASONS);
        for (int i = 0; i < values.size(); i++) {
            checks.notEmpty(at + ".values[" + i + "]", values.get(i), RuleLimits.MAX_REASON);
        }
        return Optional.of(new ReasonTest.Listed(operator.equals("In"), Set.copyOf(values)));
    }

    private Optional<TextPattern> pattern(String matcherName, @Nullable PatternMatcher matcher) {
        return matcher == null
                ? Optional.empty()
                : checks.pattern(path + "." + matcherName + ".pattern", matcher.pattern());
    }

    private @Nullable EventMatcher eventMatcher() {
        dev.podfailure.api.EventMatcher matcher = rule.onPodEvents();
        if (matcher == null) {
            return null;
        }
        String at = path + ".onPodEvents";
        if (matcher.pattern() == null && matcher.reason() == null && matcher.type() == null) {
            problems.add(at, Reason.Required, "it needs a pattern, a reason or a type");
            return null;
        }
        checks.notEmpty(at + ".reason", matcher.reason(), RuleLimits.MAX_REASON);
        checks.word(at + ".type", matcher.type(), EVENT_TYPES);
        TextPattern pattern = matcher.pattern() == null
                ? null
                : checks.pattern(at + ".pattern", matcher.pattern()).orElse(null);
        return new EventMatcher(matcher.type(), matcher.reason(), pattern);
    }
}
