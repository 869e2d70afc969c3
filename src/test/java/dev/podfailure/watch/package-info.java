@NullMarked
package dev.podfailure.watch;

import org.jspecify.annotations.NullMarked;
