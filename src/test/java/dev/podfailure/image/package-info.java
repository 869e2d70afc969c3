/** The container image: what it is trained on when it is built, and what is true of it. */
@NullMarked
package dev.podfailure.image;

import org.jspecify.annotations.NullMarked;
