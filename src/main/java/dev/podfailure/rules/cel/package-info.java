/**
 * The {@code matchConditions} of a rule: CEL over the kept fields of one failed pod, checked when a rule set is compiled and
 * bounded when it is asked. Pure: no client, no clock, no I/O.
 *
 * <p>Of the public types only {@link dev.podfailure.rules.cel.MatchConditionCompiler} touches the CEL library, and only when
 * it is first asked to compile something: an operator without match conditions never loads it.
 */
@NullMarked
package dev.podfailure.rules.cel;

import org.jspecify.annotations.NullMarked;
