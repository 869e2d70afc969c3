/**
 * Finds, in one pass over a text, which of thousands of RE2 patterns can match it: literals that each pattern requires,
 * one automaton over all of them, RE2/J for the few patterns that are left.
 */
@NullMarked
package dev.podfailure.rules.text;

import org.jspecify.annotations.NullMarked;
