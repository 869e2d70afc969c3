package dev.podfailure.rules.cel;

/**
 * Ends an evaluation whose budget is spent. An error and no exception, because CEL's {@code ||} and {@code &&} absorb
 * exceptions of one operand when the other decides, and would go on. Never leaves this package.
 */
final class OverBudgetError extends Error {
    private static final long serialVersionUID = 1;

    OverBudgetError() {
        super("over budget", null, false, false);
    }
}
