package dev.podfailure.rules;

import dev.podfailure.api.ContainerScope;
import dev.podfailure.api.ExitCodeMatcher;
import dev.podfailure.api.MatchCondition;
import dev.podfailure.api.PatternMatcher;
import dev.podfailure.api.PodConditionMatcher;
import dev.podfailure.api.ReasonMatcher;
import dev.podfailure.api.Rule;
import dev.podfailure.failure.ContainerRole;
import dev.podfailure.rules.RuleProblem.Reason;
import dev.podfailure.rules.cel.ConditionProblem;
import dev.podfailure.rules.cel.MatchConditionCompiler;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private static final List<String> DELETIONS = List.of("Requested", "NotRequested");
    private static final Map<String, ContainerRole> ROLES =
            Map.of("Regular", ContainerRole.REGULAR, "Init", ContainerRole.INIT, "Sidecar", ContainerRole.SIDECAR);
    private static final List<String> ROLE_WORDS = List.of("Regular", "Init", "Sidecar");

    private final Rule rule;
    private final String path;
    private final Problems problems;
    private final MatchConditionCompiler conditionCompiler;
    private final ValueChecks checks;

    RuleReader(Rule rule, String path, Problems problems, MatchConditionCompiler conditionCompiler) {
        this.rule = rule;
        this.path = path;
        this.problems = problems;
        this.conditionCompiler = conditionCompiler;
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
        Matchers matchers = matchers();
        if (matchers.isEmpty() && problems.isEmpty()) {
            problems.add(path, Reason.Required, "a rule needs at least one matcher, such as onExitCodes");
        }
        return problems.isEmpty()
                ? Optional.of(new CompiledRule(
                        name, category, subcategory, hint, responsible, retry, outcome, matchers, RuleKey.of(matchers)))
                : Optional.empty();
    }

    private Matchers matchers() {
        ContainerPart containers = containerPart();
        return new Matchers(containers, podMatchers(), eventMatcher(), matchConditions(containers));
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
        if (rule.onTerminationReason() != null) {
            reason(path + ".onTerminationReason", rule.onTerminationReason())
                    .map(ContainerMatcher.TerminationReason::new)
                    .ifPresent(matchers::add);
        }
        text("onTerminationMessage", rule.onTerminationMessage())
                .map(ContainerMatcher.TerminationMessage::new)
                .ifPresent(matchers::add);
        return new ContainerPart(scope(rule.containers()), matchers);
    }

    private Scope scope(@Nullable ContainerScope scope) {
        if (scope == null) {
            return Scope.ALL;
        }
        String at = path + ".containers";
        if (scope.names() == null && scope.namePattern() == null && scope.roles() == null) {
            if (!problems.isReported(at)) {
                problems.add(at, Reason.Required, "it needs names, a namePattern or roles");
            }
            return Scope.ALL;
        }
        List<String> names = scope.names() == null
                ? List.of()
                : checks.list(at + ".names", scope.names(), RuleLimits.MAX_CONTAINER_NAMES);
        for (int i = 0; i < names.size(); i++) {
            checks.notEmpty(at + ".names[" + i + "]", names.get(i), RuleLimits.MAX_LABEL_VALUE);
        }
        return new Scope(
                Set.copyOf(names),
                optionalPattern(at + ".namePattern", scope.namePattern()),
                roles(at + ".roles", scope.roles()));
    }

    private Set<ContainerRole> roles(String at, @Nullable List<String> words) {
        List<String> listed = words == null ? List.of() : checks.list(at, words, ROLES.size());
        Set<ContainerRole> roles = EnumSet.noneOf(ContainerRole.class);
        for (int i = 0; i < listed.size(); i++) {
            checks.word(at + "[" + i + "]", listed.get(i), ROLE_WORDS);
            ContainerRole role = ROLES.get(listed.get(i));
            if (role != null) {
                roles.add(role);
            }
        }
        return roles;
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
        text("onPodError", rule.onPodError()).map(PodMatcher.PodError::new).ifPresent(matchers::add);
        if (rule.onPodConditions() != null) {
            matchers.add(podConditions(rule.onPodConditions()));
        }
        if (rule.onPodDeletion() != null) {
            String word = checks.word(path + ".onPodDeletion", rule.onPodDeletion(), DELETIONS);
            matchers.add(new PodMatcher.Deletion(word.equals("Requested")));
        }
        return matchers;
    }

    private PodMatcher podConditions(List<PodConditionMatcher> matchers) {
        String at = path + ".onPodConditions";
        List<PodConditionMatcher> listed = checks.list(at, matchers, RuleLimits.MAX_POD_CONDITIONS);
        List<ConditionTest> tests = new ArrayList<>();
        for (int i = 0; i < listed.size(); i++) {
            tests.add(new ConditionReader(at + "[" + i + "]", problems).read(listed.get(i)));
        }
        return new PodMatcher.Conditions(tests);
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

    private Optional<TextTest> text(String matcherName, @Nullable PatternMatcher matcher) {
        if (matcher == null) {
            return Optional.empty();
        }
        String at = path + "." + matcherName;
        TextPattern exclude = optionalPattern(at + ".exclude", matcher.exclude());
        return checks.pattern(at + ".pattern", matcher.pattern()).map(pattern -> new TextTest(pattern, exclude));
    }

    private @Nullable TextPattern optionalPattern(String at, @Nullable String regex) {
        return regex == null ? null : checks.pattern(at, regex).orElse(null);
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
        return new EventMatcher(
                matcher.type(),
                matcher.reason(),
                optionalPattern(at + ".pattern", matcher.pattern()),
                optionalPattern(at + ".exclude", matcher.exclude()));
    }

    /** Judged last: only then it is known whether the rule looks at containers. */
    private RuleConditions matchConditions(ContainerPart containers) {
        List<MatchCondition> listed = rule.matchConditions();
        String at = path + ".matchConditions";
        if (listed == null
                || checks.list(at, listed, RuleLimits.MAX_MATCH_CONDITIONS).isEmpty()) {
            return RuleConditions.NONE;
        }
        var compilation = conditionCompiler.compile(
                listed.stream()
                        .map(condition ->
                                new dev.podfailure.rules.cel.MatchCondition(condition.name(), condition.expression()))
                        .toList(),
                containers.concernsContainers());
        for (ConditionProblem problem : compilation.problems()) {
            String where = path + "." + problem.path();
            // What could not be decoded is absent, and reported already.
            if (!problems.isReported(where)) {
                problems.add(where, Reason.valueOf(problem.reason().name()), problem.message());
            }
        }
        return problems.isEmpty()
                ? new RuleConditions(
                        listed.stream()
                                .map(condition -> Objects.requireNonNull(condition.name()))
                                .toList(),
                        compilation.conditions())
                : RuleConditions.NONE;
    }
}
