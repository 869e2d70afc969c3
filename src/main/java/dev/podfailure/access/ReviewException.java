package dev.podfailure.access;

/** The API server could not be asked, or was not asked for a reason that the refusal tells. */
final class ReviewException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    ReviewException(Refusal refusal) {
        super(refusal.message());
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
