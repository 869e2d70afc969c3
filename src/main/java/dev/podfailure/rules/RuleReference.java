package dev.podfailure.rules;

import java.time.Instant;

/**
 * Which rule won, of which version of its rule set.
 *
 * @param namespace namespace of the rule set
 * @param ruleSet name of the rule set
 * @param ruleSetUid UID of the rule set
 * @param generation generation of the rule set
 * @param ruleSetCreatedAt creation time of the rule set
 * @param rule name of the rule
 */
public record RuleReference(
        String namespace, String ruleSet, String ruleSetUid, long generation, Instant ruleSetCreatedAt, String rule) {

    static RuleReference to(RuleSetSource set, CompiledRule rule) {
        return new RuleReference(
                set.namespace(), set.name(), set.uid(), set.generation(), set.createdAt(), rule.name());
    }

    /** {@code namespace/ruleset/rule}, as in the annotation. */
    public String path() {
        return namespace + "/" + ruleSet + "/" + rule;
    }

    /** {@code uid/generation} of the rule set, as in the annotation. */
    public String ruleSetVersion() {
        return ruleSetUid + "/" + generation;
    }
}
