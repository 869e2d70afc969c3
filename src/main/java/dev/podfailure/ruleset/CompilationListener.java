package dev.podfailure.ruleset;

/** Is told what came of rule sets, one at a time and on one thread. Must not block. */
interface CompilationListener {
    void compiled(RuleSetKey key, Compilation compilation);

    /** The rule set was deleted. */
    void gone(RuleSetKey key);
}
