package dev.podfailure.rules;

/**
 * What the operator's settings say about rule sets.
 *
 * @param operatorNamespace rule sets that lie here apply to pods of every namespace
 * @param tenantPriorityLimit highest priority that any other rule set may have
 * @param tenantIgnore whether any other rule set may have rules with {@code outcome: Ignored}
 */
public record CompilerOptions(String operatorNamespace, int tenantPriorityLimit, boolean tenantIgnore) {}
