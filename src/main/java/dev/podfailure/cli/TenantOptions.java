package dev.podfailure.cli;

import picocli.CommandLine.Option;

/** What the operator lets rule sets outside its namespace do, for commands that judge rules as it would. */
final class TenantOptions {
    @Option(
            names = "--tenant-priority-limit",
            paramLabel = "N",
            defaultValue = "0",
            description = "As of the operator: highest spec.priority of a rule set outside its namespace. Default:"
                    + " ${DEFAULT-VALUE}")
    private int priorityLimit;

    @Option(
            names = "--tenant-ignore",
            description = "As of the operator: let rule sets outside its namespace use outcome: Ignored")
    private boolean ignore;

    int priorityLimit() {
        return priorityLimit;
    }

    boolean ignore() {
        return ignore;
    }
}
