package dev.podfailure.pod;

import dev.podfailure.rules.RuleSetReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a test hears about budgets. */
final class RecordedBudget implements BudgetListener {
    final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public void overran(RuleSetReference ruleSet, String rule) {
        heard.add("overran " + ruleSet.path() + "/" + rule);
    }

    @Override
    public void kept(String podNamespace) {
        heard.add("kept " + podNamespace);
    }
}
