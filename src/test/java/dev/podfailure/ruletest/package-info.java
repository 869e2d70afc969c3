/** Rule tests are tested, too. */
@NullMarked
package dev.podfailure.ruletest;

import org.jspecify.annotations.NullMarked;
