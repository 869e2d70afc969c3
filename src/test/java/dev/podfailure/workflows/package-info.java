/** What is true of {@code .github/workflows}, which build, test and release the project. */
@NullMarked
package dev.podfailure.workflows;

import org.jspecify.annotations.NullMarked;
