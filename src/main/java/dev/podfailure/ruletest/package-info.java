/** Tests of rules, written by their authors: {@code podfailure test}. */
@NullMarked
package dev.podfailure.ruletest;

import org.jspecify.annotations.NullMarked;
