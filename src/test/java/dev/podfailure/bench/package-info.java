/** What things cost, measured; programs, not tests. */
@NullMarked
package dev.podfailure.bench;

import org.jspecify.annotations.NullMarked;
