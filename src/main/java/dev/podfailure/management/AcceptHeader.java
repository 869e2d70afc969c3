package dev.podfailure.management;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client accepts, of an {@code Accept} or {@code Accept-Encoding} header (RFC 9110, 12.4.2 and 12.5). Of several
 * entries for one name the highest quality counts; parameters other than {@code q} do not.
 *
 * @param qualities by lower-case name
 */
record AcceptHeader(Map<String, Double> qualities) {

    /** @param lines the header's values; null if it is absent */
    static AcceptHeader of(@Nullable List<String> lines) {
        return new AcceptHeader((lines == null ? List.<String>of() : lines)
                .stream()
                        .flatMap(line -> Arrays.stream(line.split(",", -1)))
                        .collect(Collectors.toMap(AcceptHeader::name, AcceptHeader::quality, Math::max)));
    }

    /** How much the client wants this; absent if it does not name it. */
    OptionalDouble qualityOf(String name) {
        Double quality = qualities.get(name);
        return quality == null ? OptionalDouble.empty() : OptionalDouble.of(quality);
    }

    /** Whether the client names this and does not refuse it. */
    boolean names(String name) {
        return qualityOf(name).orElse(0) > 0;
    }

    private static String name(String entry) {
        return entry.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static double quality(String entry) {
        return Arrays.stream(entry.split(";", -1))
                .map(String::strip)
                .filter(parameter -> parameter.regionMatches(true, 0, "q=", 0, 2))
                .map(parameter -> number(parameter.substring(2)))
                .findFirst()
                .orElse(1.0);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
