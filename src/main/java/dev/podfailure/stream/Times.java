package dev.podfailure.stream;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Instants and durations, to and from the wire. */
final class Times {
    /** What a Timestamp of protobuf can hold: the years 1 to 9999. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Times() {}

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /** The instant as an event has it: absent if it is unknown, or not one that every client can read. */
    static Optional<Timestamp> known(@Nullable Instant instant) {
        return Optional.ofNullable(instant)
                .filter(known -> known.isAfter(Instant.EPOCH) && !known.isAfter(LAST))
                .map(Times::timestamp);
    }

    /** Milliseconds since 1970. */
    static long milliseconds(Timestamp timestamp) {
        return timestamp.getSeconds() * 1_000 + timestamp.getNanos() / 1_000_000;
    }

    /** The instant of a valid timestamp. */
    static Optional<Instant> instant(Timestamp timestamp) {
        return instant(timestamp.getSeconds(), timestamp.getNanos());
    }

    private static Optional<Instant> instant(long seconds, int fraction) {
        boolean valid = seconds >= FIRST.getEpochSecond()
                && seconds <= LAST.getEpochSecond()
                && fraction >= 0
                && fraction < 1_000_000_000;
        return valid ? Optional.of(Instant.ofEpochSecond(seconds, fraction)) : Optional.empty();
    }

    /** A valid duration of more than nothing. */
    static Optional<Duration> positive(com.google.protobuf.Duration duration) {
        return isPositive(duration.getSeconds(), duration.getNanos())
                ? Optional.of(Duration.ofSeconds(duration.getSeconds(), duration.getNanos()))
                : Optional.empty();
    }

    /** The bounds are those of the wire format: about 10,000 years, and a fraction of the seconds' sign. */
    private static boolean isPositive(long seconds, int fraction) {
        return seconds >= 0
                && seconds <= 315_576_000_000L
                && fraction >= 0
                && fraction < 1_000_000_000
                && seconds + fraction > 0;
    }

    static com.google.protobuf.Duration duration(Duration duration) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    /** The instant of a time in a pod; absent if the text is absent or no time. */
    static @Nullable Instant parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
