package dev.podfailure.rules;

/**
 * A rule that was asked about a pod, for a person who wants to know why another one won.
 *
 * @param rule which
 * @param held whether it held; it won then, since nothing is asked after it
 * @param matcher the first matcher that did not hold, as in the custom resource; {@code ""} if the rule held
 * @param saw what that matcher saw instead: one line, escaped and cut; {@code ""} if the rule held
 */
public record AskedRule(RuleReference rule, boolean held, String matcher, String saw) {}
