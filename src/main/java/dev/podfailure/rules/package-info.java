/** What rules mean: compiler, rule book, classification. Pure: no client, no clock but a parameter, no I/O. */
@NullMarked
package dev.podfailure.rules;

import org.jspecify.annotations.NullMarked;
