package dev.podfailure.stream;

import dev.podfailure.events.v1alpha1.Gap;
import java.util.Optional;

/**
 * How a stream begins.
 *
 * @param position where
 * @param initialEnd seq of the latest entry when the call began: what comes up to here was known then
 * @param gap what the client is told first
 */
record Opening(Position position, long initialEnd, Optional<Gap> gap) {

    static Opening at(Position position, long initialEnd) {
        return new Opening(position, initialEnd, Optional.empty());
    }

    Opening behind(Gap first) {
        return new Opening(position, initialEnd, Optional.of(first));
    }
}
