/** The HTTP port: {@code /metrics}, {@code /livez}, {@code /readyz}. */
@NullMarked
package dev.podfailure.management;

import org.jspecify.annotations.NullMarked;
