/** Tests of who may read what. */
@NullMarked
package dev.podfailure.access;

import org.jspecify.annotations.NullMarked;
