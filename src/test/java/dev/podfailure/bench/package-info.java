/** What things cost, measured: programs, not tests; see docs/performance.md. */
@NullMarked
package dev.podfailure.bench;

import org.jspecify.annotations.NullMarked;
