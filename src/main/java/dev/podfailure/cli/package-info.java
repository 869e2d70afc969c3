/** The command line: the only way in. */
@NullMarked
package dev.podfailure.cli;

import org.jspecify.annotations.NullMarked;
