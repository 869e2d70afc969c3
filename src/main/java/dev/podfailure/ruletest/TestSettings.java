package dev.podfailure.ruletest;

import dev.podfailure.rules.CompilerOptions;

/**
 * Under which operator rules are tested.
 *
 * @param withLibrary whether the rule library is there beside the rule sets of the tests
 * @param defaultCategory as of the operator
 * @param tenantPriorityLimit as of the operator
 * @param tenantIgnore as of the operator
 */
public record TestSettings(boolean withLibrary, String defaultCategory, int tenantPriorityLimit, boolean tenantIgnore) {

    CompilerOptions compilerOptions(String operatorNamespace) {
        return new CompilerOptions(operatorNamespace, tenantPriorityLimit, tenantIgnore);
    }
}
