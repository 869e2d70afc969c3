package dev.podfailure.rules.text;

import java.util.Optional;

/** Looks at a pattern before RE2/J does. */
public final class PatternCheck {
    private PatternCheck() {}

    /**
     * The first fault of a pattern, with its place. In time proportional to its length and without deep recursion, whatever
     * the pattern is. A pattern that {@link PatternFault#mustBeRefused} must not be compiled with RE2/J; one with a fault of syntax
     * may: RE2/J has the last word, the place is for the message.
     */
    public static Optional<PatternFault> fault(String pattern) {
        try {
            RegexParser.parse(pattern);
            return Optional.empty();
        } catch (RegexFaultException e) {
            return Optional.of(e.fault());
        }
    }
}
