/** The custom resource {@code FailureCategoryRuleSet} as users write it: records that mirror the CRD in {@code crds/}. */
@NullMarked
package dev.podfailure.api;

import org.jspecify.annotations.NullMarked;
