package dev.podfailure.rules;

/** Placeholder of the skeleton: the rule compiler's output. */
public record CompiledRule(String name) {}
