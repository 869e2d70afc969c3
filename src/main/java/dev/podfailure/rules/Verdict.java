package dev.podfailure.rules;

/** What a rule book says about one failed pod. */
public sealed interface Verdict {

    /** What is to be counted beside the answer. */
    Remarks remarks();

    /**
     * A rule won, or the default applies.
     *
     * @param classification the answer
     * @param onlyEventMissing whether some earlier rule held in everything but its event: asking again with the events of
     *     a moment later may give that rule
     * @param remarks to be counted
     */
    record Classified(Classification classification, boolean onlyEventMissing, Remarks remarks) implements Verdict {}

    /**
     * No rule matched and unmatched pods are left alone, or no rule set applies to this pod.
     *
     * @param evidence what was seen
     * @param onlyEventMissing as in {@link Classified}
     * @param remarks to be counted
     */
    record Unmatched(Evidence evidence, boolean onlyEventMissing, Remarks remarks) implements Verdict {}

    /** A rule that could win asks for the pod's events, and they were not given. */
    record NeedsEvents() implements Verdict {
        /** Nothing: the question will be asked again. */
        @Override
        public Remarks remarks() {
            return Remarks.NONE;
        }
    }
}
