/** The gRPC stream of failure events, rebuilt from annotated pods. */
@NullMarked
package dev.podfailure.stream;

import org.jspecify.annotations.NullMarked;
