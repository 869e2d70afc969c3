package dev.podfailure.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of some sets in one order, with the index that finds those among them that may hold. Immutable. */
final class OrderedRules {
    private final List<CompiledRule> rules = new ArrayList<>();
    private final List<CompiledRuleSet> setOfRule = new ArrayList<>();
    private final RuleIndex index;

    /** @param sets in the total order */
    OrderedRules(List<CompiledRuleSet> sets) {
        for (CompiledRuleSet set : sets) {
            for (CompiledRule rule : set.rules()) {
                rules.add(rule);
                setOfRule.add(set);
            }
        }
        index = new RuleIndex(rules);
    }

    /** What came of asking the rules one by one. */
    sealed interface Outcome {
        /** Some rule depends on events that were not read, and no rule before it holds. */
        record NeedsEvents() implements Outcome {}

        /**
         * This is the first rule that holds.
         *
         * @param onlyEventMissing whether some earlier rule held in everything but its event
         */
        record Won(CompiledRuleSet set, CompiledRule rule, RuleAnswer.Holds answer, boolean onlyEventMissing)
                implements Outcome {}

        /**
         * No rule that was asked holds.
         *
         * @param onlyEventMissing whether some rule held in everything but its event
         * @param overBudget whether rules were left out, because there was no time left
         */
        record Lost(boolean onlyEventMissing, boolean overBudget) implements Outcome {}
    }

    /** Asks the rules that may hold, in order, until one does. */
    Outcome first(Inquiry inquiry) {
        RuleBits candidates = index.candidates(inquiry.question());
        boolean onlyEventMissing = false;
        CompiledRuleSet set = null;
        boolean applies = false;
        for (int number = candidates.next(0); number >= 0; number = candidates.next(number + 1)) {
            if (!isIn(number, set)) {
                set = setOfRule.get(number);
                applies = set.appliesTo(inquiry.question());
            }
            if (!applies) {
                continue;
            }
            if (inquiry.isOverBudget()) {
                return new Outcome.Lost(onlyEventMissing || missesEvent(number, candidates, inquiry), true);
            }
            CompiledRule rule = rules.get(number);
            switch (inquiry.ask(setOfRule.get(number), rule)) {
                case RuleAnswer.No no -> {}
                case RuleAnswer.OnlyEventMissing missing -> onlyEventMissing = true;
                case RuleAnswer.NeedsEvents needed -> {
                    return new Outcome.NeedsEvents();
                }
                case RuleAnswer.Holds holds -> {
                    return new Outcome.Won(
                            setOfRule.get(number),
                            rule,
                            holds,
                            onlyEventMissing || missesEvent(number, candidates, inquiry));
                }
            }
        }
        return new Outcome.Lost(onlyEventMissing || missesEvent(rules.size(), candidates, inquiry), false);
    }

    /** Asks every rule that applies, whether the index takes it for a candidate or not, in order, until one holds. */
    List<AskedRule> explain(Inquiry inquiry) {
        List<AskedRule> asked = new ArrayList<>();
        for (int number = 0; number < rules.size(); number++) {
            CompiledRuleSet set = setOfRule.get(number);
            if (!set.appliesTo(inquiry.question())) {
                continue;
            }
            CompiledRule rule = rules.get(number);
            RuleReference reference = RuleReference.to(set.source(), rule);
            if (inquiry.ask(set, rule) instanceof RuleAnswer.Holds) {
                asked.add(new AskedRule(reference, true, "", ""));
                return asked;
            }
            Miss miss = Miss.of(rule.matchers(), inquiry.question());
            asked.add(new AskedRule(reference, false, miss.matcher(), miss.saw()));
        }
        return asked;
    }

    /** Whether a rule before this one was not even a candidate, because it asks for nothing but an event that is not there. */
    private boolean missesEvent(int before, RuleBits candidates, Inquiry inquiry) {
        CompiledRuleSet refused = null;
        RuleBits onlyEvents = index.onlyEvents();
        for (int number = onlyEvents.next(0); number >= 0 && number < before; number = onlyEvents.next(number + 1)) {
            if (candidates.has(number) || isIn(number, refused)) {
                continue;
            }
            if (setOfRule.get(number).appliesTo(inquiry.question())) {
                return true;
            }
            refused = setOfRule.get(number);
        }
        return false;
    }

    @SuppressWarnings("ReferenceEquality") // a book holds each set once; comparing two by value would take long
    private boolean isIn(int number, @Nullable CompiledRuleSet set) {
        return setOfRule.get(number) == set;
    }
}
