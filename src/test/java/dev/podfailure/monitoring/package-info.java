/** Rules for Prometheus, {@code monitoring/}, held against Prometheus' own tool and against what the operator exports. */
@NullMarked
package dev.podfailure.monitoring;

import org.jspecify.annotations.NullMarked;
