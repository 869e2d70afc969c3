/** What a person asks a live cluster, with that person's own rights: which pods failed and why, and what rules say of one. */
@NullMarked
package dev.podfailure.desk;

import org.jspecify.annotations.NullMarked;
