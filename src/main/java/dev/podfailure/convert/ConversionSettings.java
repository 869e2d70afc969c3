package dev.podfailure.convert;

/**
 * What the rule set is to be called.
 *
 * @param name of the rule set; further ones get a number
 * @param namespace of the rule set; in the operator's own namespace it applies to all pods
 * @param priority {@code spec.priority}
 */
public record ConversionSettings(String name, String namespace, int priority) {}
