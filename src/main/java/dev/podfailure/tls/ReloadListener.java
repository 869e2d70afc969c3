package dev.podfailure.tls;

import java.time.Instant;

/** Told of what becomes of files that are read again. */
public interface ReloadListener {
    /** Nobody is told. */
    ReloadListener NONE = new ReloadListener() {};

    /** A new certificate or authority is in use; the earlier one counts as the first. */
    default void reloaded() {}

    /** New files cannot be used; what was in use stays. */
    default void failed() {}

    /** The end of the certificate in use. */
    default void validUntil(Instant end) {}
}
