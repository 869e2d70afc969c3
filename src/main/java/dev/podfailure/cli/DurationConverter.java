package dev.podfailure.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as Kubernetes tools write them: {@code 2s}, {@code 1m30s}, {@code 500ms}, {@code 1.5h}. */
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)");
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);

    @Override
    public Duration convert(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher part = PART.matcher(text);
        BigDecimal millis = BigDecimal.ZERO;
        int end = 0;
        while (end < text.length() && part.find(end) && part.start() == end) {
            millis = millis.add(
                    new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(MILLIS.getOrDefault(part.group(2), 0L))));
            end = part.end();
        }
        if (text.isEmpty() || end != text.length()) {
            throw new TypeConversionException("\"" + text + "\" is not a duration such as 2s, 1m30s or 500ms");
        }
        return Duration.ofMillis(millis.longValue());
    }
}
