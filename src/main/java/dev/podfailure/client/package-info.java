/** What callers of gRPC services share: the token that they show, and when a server wants them back. */
@NullMarked
package dev.podfailure.client;

import org.jspecify.annotations.NullMarked;
