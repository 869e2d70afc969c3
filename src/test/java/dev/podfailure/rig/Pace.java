package dev.podfailure.rig;

import java.time.Duration;

/**
 * How fast a record is played.
 *
 * @param speed 1 is as it was, 10 is ten times as fast
 * @param longestGap longer pauses between two steps are cut to this
 */
public record Pace(double speed, Duration longestGap) {
    private static final Duration NEVER_REACHED = Duration.ofDays(1);

    public Pace {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed is " + speed + ", but must be above 0");
        }
    }

    /** As recorded. */
    public static Pace recorded() {
        return faster(1);
    }

    /** As recorded, so many times as fast. */
    public static Pace faster(double speed) {
        return new Pace(speed, NEVER_REACHED);
    }

    /** As recorded, without the long waits: nothing that happens within the given time changes its pace. */
    public static Pace withoutGapsOver(Duration longestGap) {
        return new Pace(1, longestGap);
    }

    /** One request after the other. */
    public static Pace asFastAsPossible() {
        return new Pace(1, Duration.ZERO);
    }

    /** The pause before a step that came so long after the one before. */
    Duration pause(Duration recorded) {
        Duration cut = recorded.compareTo(longestGap) > 0 ? longestGap : recorded;
        return Duration.ofNanos((long) (cut.toNanos() / speed));
    }
}
