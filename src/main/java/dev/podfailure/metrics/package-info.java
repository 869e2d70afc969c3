/** What Prometheus sees of classifications, rule sets and the stream. */
@NullMarked
package dev.podfailure.metrics;

import org.jspecify.annotations.NullMarked;
