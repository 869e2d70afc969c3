/** Certificates and keys in files: read, checked, and read again when they change. */
@NullMarked
package dev.podfailure.tls;

import org.jspecify.annotations.NullMarked;
