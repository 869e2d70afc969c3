package dev.podfailure.ruleset;

/**
 * Which rule set.
 *
 * @param namespace {@code metadata.namespace}
 * @param name {@code metadata.name}
 */
record RuleSetKey(String namespace, String name) {
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
