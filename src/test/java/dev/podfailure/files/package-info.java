@NullMarked
package dev.podfailure.files;

import org.jspecify.annotations.NullMarked;
