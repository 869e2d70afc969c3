package dev.podfailure.failure;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** The API's timestamps. */
public final class Timestamps {
    private Timestamps() {}

    /**
     * The instant of an RFC 3339 text; absent if the text is absent or cannot be read, and for the zero time and the epoch,
     * which the kubelet writes where it does not know better (the start of a container that never started).
     */
    public static @Nullable Instant parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return instant.isAfter(Instant.EPOCH) ? instant : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
