package dev.podfailure.rules.cel;

import java.util.Optional;

/**
 * Judges the regular expressions in expressions before RE2/J compiles them, by the bounds that every pattern of a rule has:
 * RE2/J alone takes patterns that exhaust stack or memory.
 */
@FunctionalInterface
public interface PatternCheck {

    /** Why the pattern must not be used, for a person; empty if RE2/J may be given it. */
    Optional<String> objectionTo(String pattern);
}
