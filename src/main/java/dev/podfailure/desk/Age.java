package dev.podfailure.desk;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, in the few letters that kubectl uses: {@code 45s}, {@code 7m3s}, {@code 3h20m}, {@code 12d}. */
public final class Age {
    private Age() {}

    /** The time between; a time that is not known is the epoch. */
    public static String of(Instant then, Instant now) {
        return then.equals(Instant.EPOCH) ? "<unknown>" : of(Duration.between(then, now));
    }

    private static String of(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 600) {
            return two(seconds / 60, "m", seconds % 60, "s");
        }
        if (seconds < 3 * 3_600) {
            return seconds / 60 + "m";
        }
        if (seconds < 8 * 3_600) {
            return two(seconds / 3_600, "h", seconds / 60 % 60, "m");
        }
        if (seconds < 48 * 3_600) {
            return seconds / 3_600 + "h";
        }
        return seconds < 8 * 86_400 ? two(seconds / 86_400, "d", seconds / 3_600 % 24, "h") : seconds / 86_400 + "d";
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return large + unit + (small == 0 ? "" : small + smallUnit);
    }
}
