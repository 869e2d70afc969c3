package dev.podfailure.rules;

import dev.podfailure.rules.text.PatternCheck;
import dev.podfailure.rules.text.PatternFault;
import java.util.Optional;
import java.util.Set;

/** What can be said of a regular expression before it stands in a rule. */
public sealed interface PatternVerdict {
    /** A rule may have it. */
    record Usable() implements PatternVerdict {}

    /**
     * Go takes it, this program does not: it is too long, too costly, or RE2/J cannot read it.
     *
     * @param why for a person
     */
    record BeyondLimits(String why) implements PatternVerdict {}

    /**
     * Go refuses it.
     *
     * @param why for a person
     */
    record Invalid(String why) implements PatternVerdict {}

    /** Judges a regular expression as the compiler of rules does. The empty one is usable: it matches everything. */
    static PatternVerdict of(String regex) {
        Set<PatternFault.Kind> alsoInGo =
                Set.of(PatternFault.Kind.SYNTAX, PatternFault.Kind.REPETITION, PatternFault.Kind.NOT_IN_GO);
        Optional<String> objection = TextPattern.objectionTo(regex);
        if (objection.isEmpty()) {
            return new Usable();
        }
        Optional<PatternFault> fault = PatternCheck.fault(regex).filter(found -> alsoInGo.contains(found.kind()));
        // Which scripts and categories there are only RE2/J knows; it has the same as Go.
        boolean unknownClass = objection.get().startsWith("invalid character class range");
        return fault.isPresent() || unknownClass ? new Invalid(objection.get()) : new BeyondLimits(objection.get());
    }
}
