package dev.podfailure.pod;

import dev.podfailure.rules.Question;
import dev.podfailure.rules.RuleBook;
import dev.podfailure.rules.Verdict;

/**
 * A question with its answer, and who gave it.
 *
 * @param book the rules as they were then
 * @param question what was asked
 * @param verdict what the enforced rules said
 */
record Judgement(RuleBook book, Question question, Verdict verdict) {}
