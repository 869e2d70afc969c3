/** The Helm chart: that it is what {@code manifests/} is, refuses wrong values, and comes and goes without a trace. */
@NullMarked
package dev.podfailure.chart;

import org.jspecify.annotations.NullMarked;
