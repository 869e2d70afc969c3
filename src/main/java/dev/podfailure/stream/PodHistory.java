package dev.podfailure.stream;

/** What the cluster still remembers of failed pods that this replica did not see. */
public interface PodHistory {
    /** Remembers nothing. */
    PodHistory NONE = (after, upTo) -> upTo;

    /**
     * The resource version after which no failed pod left the cluster until {@code upTo}: whoever listed pods at {@code
     * upTo} saw all that failed since. May block for some seconds.
     *
     * @return from {@code after} to {@code upTo}; the latter if nobody knows
     */
    long completeFrom(long after, long upTo);
}
