/** Who may read what: tokens and rights, as the API server judges them. */
@NullMarked
package dev.podfailure.access;

import org.jspecify.annotations.NullMarked;
