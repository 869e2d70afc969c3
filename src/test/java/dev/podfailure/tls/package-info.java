/** Tests of certificates in files. */
@NullMarked
package dev.podfailure.tls;

import org.jspecify.annotations.NullMarked;
