@NullMarked
package dev.podfailure.classify;

import org.jspecify.annotations.NullMarked;
