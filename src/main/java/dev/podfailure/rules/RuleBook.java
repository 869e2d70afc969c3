package dev.podfailure.rules;

import dev.podfailure.failure.PodEvent;
import dev.podfailure.failure.PodFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every rule in use, in one total order: priority (high first), cluster-wide rule sets before a namespace's own, namespace
 * and name of the rule set, order in the rule set. Immutable, and cheap to build: rules are compiled already.
 */
public final class RuleBook {
    /** Category of unmatched pods where neither a rule set nor the operator's settings say another. */
    public static final String DEFAULT_CATEGORY = "uncategorized";

    private static final Verdict NEEDS_EVENTS = new Verdict.NeedsEvents();

    private static final Comparator<CompiledRuleSet> ORDER = Comparator.comparingInt(
                    (CompiledRuleSet set) -> set.settings().priority())
            .reversed()
            .thenComparing(set -> !set.settings().clusterWide())
            .thenComparing(set -> set.source().namespace())
            .thenComparing(set -> set.source().name());

    private final List<CompiledRuleSet> all;
    private final List<CompiledRuleSet> enforced;
    private final OrderedRules rules;

    /** One element for each shadow set. */
    private final List<OrderedRules> shadow;

    private final Defaults defaults;
    private final Supplier<TimeBudget> budgets;

    private RuleBook(List<CompiledRuleSet> ordered, String defaultCategory, Supplier<TimeBudget> budgets) {
        this.all = ordered;
        this.enforced =
                ordered.stream().filter(set -> set.settings().enforced()).toList();
        this.rules = new OrderedRules(enforced);
        this.shadow = ordered.stream()
                .filter(set -> !set.settings().enforced())
                .map(set -> new OrderedRules(List.of(set)))
                .toList();
        this.defaults = new Defaults(enforced, defaultCategory);
        this.budgets = budgets;
    }

    /** The book of these rule sets, with {@link #DEFAULT_CATEGORY} for pods that no rule and no rule set's default takes. */
    public static RuleBook of(Collection<CompiledRuleSet> sets) {
        return of(sets, DEFAULT_CATEGORY);
    }

    /**
     * The book of these rule sets; those that are not accepted, or hold neither rule nor default, are as good as absent.
     *
     * @param defaultCategory category of unmatched pods if no applicable rule set says; {@code ""} leaves them alone
     */
    public static RuleBook of(Collection<CompiledRuleSet> sets, String defaultCategory) {
        return of(sets, defaultCategory, TimeBudget::new);
    }

    /**
     * The same with other clocks.
     *
     * @param budgets gives each classification its budget
     */
    static RuleBook of(Collection<CompiledRuleSet> sets, String defaultCategory, Supplier<TimeBudget> budgets) {
        List<CompiledRuleSet> ordered =
                sets.stream().filter(CompiledRuleSet::hasSay).sorted(ORDER).toList();
        return new RuleBook(ordered, defaultCategory, budgets);
    }

    /**
     * Asks about a pod that nobody stopped on purpose, without what selectors of namespaces and match conditions look at.
     *
     * @param failure the facts
     * @param events the pod's events; absent if they were not read yet
     */
    public Verdict classify(PodFailure failure, Optional<List<PodEvent>> events) {
        return classify(Question.about(failure).withEvents(events));
    }

    /**
     * Asks the rules in order; the first one that holds wins. A pod that no rule set applies to is unmatched: the operator
     * touches nothing until somebody applies a rule set. After 50 ms by the clock and 50 ms of
     * CPU time, no further rule is asked and the default applies; the
     * evidence and the remarks say so.
     */
    public Verdict classify(Question question) {
        Inquiry inquiry = new Inquiry(question, budgets.get());
        return switch (rules.first(inquiry)) {
            case OrderedRules.Outcome.NeedsEvents needed -> NEEDS_EVENTS;
            case OrderedRules.Outcome.Won won ->
                new Verdict.Classified(classification(won, question), won.onlyEventMissing(), inquiry.remarks());
            case OrderedRules.Outcome.Lost lost -> unmatched(lost, inquiry);
        };
    }

    /**
     * Every rule that is asked about a pod, in order, up to the one that wins: for a person. Slow, since it asks without the
     * index; events that were not read count as none.
     */
    public List<AskedRule> explain(Question question) {
        Question asked = question.events() == null ? question.withEvents(Optional.of(List.of())) : question;
        return rules.explain(new Inquiry(asked, budgets.get()));
    }

    private Verdict unmatched(OrderedRules.Outcome.Lost lost, Inquiry inquiry) {
        Remarks remarks = inquiry.remarks(lost.overBudget());
        PodFailure failure = inquiry.question().failure();
        Evidence seen = remarks.overBudget() == null
                ? SeenEvidence.of(failure)
                : SeenEvidence.overBudget(failure, remarks.overBudget());
        Defaults.Given given = defaults.forPod(inquiry.question());
        return given == null
                ? new Verdict.Unmatched(seen, lost.onlyEventMissing(), remarks)
                : new Verdict.Classified(given.classification(seen), lost.onlyEventMissing(), remarks);
    }

    private static Classification classification(OrderedRules.Outcome.Won won, Question question) {
        CompiledRule rule = won.rule();
        return new Classification(
                rule.category(),
                rule.subcategory(),
                RuleReference.to(won.set().source(), rule),
                rule.hint(),
                rule.responsible(),
                rule.retry(),
                rule.outcome(),
                rule.matchers()
                        .evidence(
                                question.failure(),
                                won.answer().container(),
                                won.answer().event()),
                won.set().source().createdAt());
    }

    /**
     * What each shadow rule set says that applies to the pod and has a rule that holds. Events that were not read count as
     * none: {@link #shadowNeedsEvents} tells whether they matter.
     *
     * @param enforced the final verdict about the same question, to compare with
     */
    public List<ShadowAnswer> shadow(Question question, Verdict enforced) {
        List<ShadowAnswer> answers = new ArrayList<>();
        Question asked = question.events() == null ? question.withEvents(Optional.of(List.of())) : question;
        Inquiry inquiry = new Inquiry(asked, budgets.get());
        for (OrderedRules set : shadow) {
            if (set.first(inquiry) instanceof OrderedRules.Outcome.Won won) {
                answers.add(shadowAnswer(won.set(), won.rule(), enforced));
            }
        }
        return answers;
    }

    /** Whether the answer of a shadow rule set depends on events that were not read. */
    public boolean shadowNeedsEvents(Question question) {
        Inquiry inquiry = new Inquiry(question, budgets.get());
        return shadow.stream().anyMatch(set -> set.first(inquiry) instanceof OrderedRules.Outcome.NeedsEvents);
    }

    private static ShadowAnswer shadowAnswer(CompiledRuleSet set, CompiledRule rule, Verdict enforced) {
        boolean same = enforced instanceof Verdict.Classified answer
                && answer.classification().category().equals(rule.category())
                && answer.classification().subcategory().equals(rule.subcategory())
                && answer.classification().outcome() == rule.outcome();
        return new ShadowAnswer(
                RuleSetReference.to(set.source()).path(), rule.name(), rule.category(), rule.subcategory(), !same);
    }

    /** Whether a rule set, shadow ones included, asks about pods that were stopped on purpose. */
    public boolean includesDeletedPods() {
        return all.stream().anyMatch(set -> set.settings().deletedPods());
    }

    /** Whether a rule set, shadow ones included, selects namespaces by their labels. */
    public boolean usesNamespaceSelectors() {
        return all.stream().anyMatch(set -> !set.settings().namespaceSelector().isAll());
    }

    /** Whether there are shadow rule sets. */
    public boolean hasShadowSets() {
        return !shadow.isEmpty();
    }

    /**
     * Every pair that a failure can be counted under: what enforced rules and applicable defaults can give. Rules with
     * {@code outcome: Ignored} count nothing.
     */
    public Set<CategoryPair> categories() {
        return distinct(infos().map(info -> new CategoryPair(info.category(), info.subcategory())));
    }

    /** The same pairs with what the rules say about them; a pair comes several times if rules differ about it. */
    public Set<CategoryInfo> categoryInfos() {
        return distinct(infos());
    }

    /** Number of rules in use, those of shadow sets left out. */
    public int size() {
        return enforced.stream().mapToInt(set -> set.rules().size()).sum();
    }

    private Stream<CategoryInfo> infos() {
        Stream<CategoryInfo> ofRules = enforced.stream()
                .flatMap(set -> set.rules().stream())
                .filter(rule -> rule.outcome() == Outcome.FAILURE)
                .map(rule -> new CategoryInfo(rule.category(), rule.subcategory(), rule.responsible(), rule.retry()));
        Stream<CategoryInfo> ofDefaults =
                defaults.pairs().stream().map(pair -> new CategoryInfo(pair.category(), pair.subcategory(), "", ""));
        return Stream.concat(ofRules, ofDefaults);
    }

    private static <T> Set<T> distinct(Stream<T> elements) {
        return elements.collect(Collectors.collectingAndThen(
                Collectors.toCollection(LinkedHashSet::new), Collections::unmodifiableSet));
    }
}
