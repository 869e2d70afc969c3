package dev.podfailure.rules;

/**
 * One version of a rule set.
 *
 * @param namespace namespace of the rule set
 * @param name name of the rule set
 * @param uid UID of the rule set
 * @param generation generation of the rule set
 */
public record RuleSetReference(String namespace, String name, String uid, long generation) {

    static RuleSetReference to(RuleSetSource set) {
        return new RuleSetReference(set.namespace(), set.name(), set.uid(), set.generation());
    }

    /** {@code namespace/name}. */
    public String path() {
        return namespace + "/" + name;
    }
}
