package dev.podfailure.rules.text;

import java.io.Serial;

/** Leaves the parser from any depth; never leaves the package. */
final class RegexFaultException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient PatternFault fault;

    RegexFaultException(PatternFault fault) {
        super(fault.message(), null, false, false);
        this.fault = fault;
    }

    PatternFault fault() {
        return fault;
    }
}
