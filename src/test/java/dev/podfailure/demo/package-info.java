/**
 * {@code make demo}: the operator at work, on a control plane of its own with pods recorded elsewhere, or on a cluster
 * of the user's with pods that really fail.
 */
@NullMarked
package dev.podfailure.demo;

import org.jspecify.annotations.NullMarked;
