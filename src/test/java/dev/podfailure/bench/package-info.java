/** Benchmarks; see docs/performance.md. */
@NullMarked
package dev.podfailure.bench;

import org.jspecify.annotations.NullMarked;
