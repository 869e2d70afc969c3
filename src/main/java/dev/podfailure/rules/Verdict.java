package dev.podfailure.rules;

/** What a rule book says about one failed pod. */
public sealed interface Verdict {

    /**
     * A rule won, or the default applies.
     *
     * @param classification the answer
     * @param onlyEventMissing whether some earlier rule held in everything but its event: asking again with the events of
     *     a moment later may give that rule
     */
    record Classified(Classification classification, boolean onlyEventMissing) implements Verdict {}

    /**
     * No rule matched and unmatched pods are left alone, or no rule set applies to this pod.
     *
     * @param evidence what was seen
     * @param onlyEventMissing as in {@link Classified}
     */
    record Unmatched(Evidence evidence, boolean onlyEventMissing) implements Verdict {}

    /** A rule that could win asks for the pod's events, and they were not given. */
    record NeedsEvents() implements Verdict {}
}
