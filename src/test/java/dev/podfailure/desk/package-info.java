@NullMarked
package dev.podfailure.desk;

import org.jspecify.annotations.NullMarked;
