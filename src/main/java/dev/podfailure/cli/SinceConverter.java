package dev.podfailure.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time in the past: a duration before now, or a time of RFC 3339 such as {@code 2026-03-01T12:00:00Z}. */
final class SinceConverter implements ITypeConverter<Instant> {
    private final DurationConverter durations = new DurationConverter();

    @Override
    public Instant convert(String text) {
        if (text.indexOf('T') > 0) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("\"" + text + "\" is not a time such as 2026-03-01T12:00:00Z");
            }
        }
        Duration age = durations.convert(text);
        return Instant.now().minus(age);
    }
}
