/**
 * What callers of gRPC services share: the token and the certificate that they show, whom they trust, and when a server wants
 * them back.
 */
@NullMarked
package dev.podfailure.client;

import org.jspecify.annotations.NullMarked;
