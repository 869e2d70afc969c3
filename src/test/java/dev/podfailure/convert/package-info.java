/** Conversion of the ancestor's configurations. */
@NullMarked
package dev.podfailure.convert;

import org.jspecify.annotations.NullMarked;
