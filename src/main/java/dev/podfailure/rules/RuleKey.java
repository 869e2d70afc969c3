package dev.podfailure.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * By what an index finds a rule: what one of its matchers requires of one field of the pod. The rule can hold only for a pod
 * in which one of the entries is met.
 *
 * @param rank how few pods it leaves; lower is better
 * @param entries alternatives; empty if the rule has to be asked about every pod
 */
record RuleKey(int rank, List<Entry> entries) {
    private static final int TELLING_TEXT = 0;
    private static final int WORDS = 1;
    private static final int CODES = 2;
    private static final int ANY_TEXT = 3;

    /** For rules that have to be asked about every pod. */
    static final RuleKey NONE = new RuleKey(Integer.MAX_VALUE, List.of());

    RuleKey {
        entries = List.copyOf(entries);
    }

    /** What of a pod is looked up. */
    enum Field {
        EXIT_CODE,
        TERMINATION_REASON,
        TERMINATION_MESSAGE,
        POD_REASON,
        POD_ERROR,
        CONDITION_TYPE,
        EVENT_REASON,
        EVENT_MESSAGE
    }

    /** One alternative. */
    sealed interface Entry {
        Field field();

        /** The field has this value. */
        record Value(Field field, Object value) implements Entry {}

        /** The pattern is in the field's text. */
        record Text(Field field, TextPattern pattern) implements Entry {}
    }

    /**
     * The best key of a rule. Rules that ask for more than an event are never found by it: whether only the event is
     * missing is worth knowing, too.
     */
    static RuleKey of(Matchers matchers) {
        List<RuleKey> keys = new ArrayList<>();
        matchers.containers().matchers().forEach(matcher -> keys.add(of(matcher)));
        matchers.pod().forEach(matcher -> keys.add(of(matcher)));
        if (matchers.askForNothingButEvents() && matchers.event() != null) {
            keys.add(of(matchers.event()));
        }
        return keys.stream().min(Comparator.comparingInt(RuleKey::rank)).orElse(NONE);
    }

    private static RuleKey of(ContainerMatcher matcher) {
        return switch (matcher) {
            case ContainerMatcher.Conditions conditions -> of(conditions);
            case ContainerMatcher.ExitCodes codes ->
                codes.listed() ? values(CODES, Field.EXIT_CODE, codes.codes()) : NONE;
            case ContainerMatcher.TerminationReason reason -> of(Field.TERMINATION_REASON, reason.test());
            case ContainerMatcher.TerminationMessage message ->
                text(Field.TERMINATION_MESSAGE, message.test().pattern());
        };
    }

    private static RuleKey of(ContainerMatcher.Conditions conditions) {
        Stream<Entry> reasons =
                conditions.podReasons().stream().map(reason -> new Entry.Value(Field.POD_REASON, reason));
        Stream<Entry> killed = conditions.oomKilled()
                ? Stream.of(new Entry.Value(Field.TERMINATION_REASON, "OOMKilled"))
                : Stream.empty();
        return new RuleKey(WORDS, Stream.concat(reasons, killed).toList());
    }

    private static RuleKey of(PodMatcher matcher) {
        return switch (matcher) {
            case PodMatcher.Reason reason -> of(Field.POD_REASON, reason.test());
            case PodMatcher.PodError error -> text(Field.POD_ERROR, error.test().pattern());
            case PodMatcher.Conditions conditions -> of(conditions);
            case PodMatcher.Deletion deletion -> NONE;
        };
    }

    private static RuleKey of(PodMatcher.Conditions conditions) {
        if (conditions.tests().stream().anyMatch(ConditionTest.Absent.class::isInstance)) {
            return NONE;
        }
        return new RuleKey(
                WORDS,
                conditions.tests().stream()
                        .<Entry>map(test -> new Entry.Value(Field.CONDITION_TYPE, test.type()))
                        .toList());
    }

    private static RuleKey of(EventMatcher event) {
        RuleKey reason = event.reason() == null ? NONE : values(WORDS, Field.EVENT_REASON, Set.of(event.reason()));
        RuleKey message = event.pattern() == null ? NONE : text(Field.EVENT_MESSAGE, event.pattern());
        return message.rank() < reason.rank() ? message : reason;
    }

    private static RuleKey of(Field field, ReasonTest test) {
        return switch (test) {
            case ReasonTest.Listed listed -> listed.listed() ? values(WORDS, field, listed.values()) : NONE;
            case ReasonTest.Containing containing -> text(field, containing.pattern());
        };
    }

    private static RuleKey values(int rank, Field field, Set<?> values) {
        return new RuleKey(
                rank,
                values.stream()
                        .<Entry>map(value -> new Entry.Value(field, value))
                        .toList());
    }

    private static RuleKey text(Field field, TextPattern pattern) {
        return new RuleKey(
                pattern.analysis().isSelective() ? TELLING_TEXT : ANY_TEXT, List.of(new Entry.Text(field, pattern)));
    }
}
