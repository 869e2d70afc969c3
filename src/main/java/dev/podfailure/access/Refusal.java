package dev.podfailure.access;

import java.util.Locale;

/**
 * Why somebody is turned away.
 *
 * @param message for the caller; tells nothing that the caller does not know or may not know
 */
public record Refusal(Reason reason, String message) {

    /** What kind of refusal it is. */
    public enum Kind {
        /** Nobody knows who that is. */
        UNAUTHENTICATED,
        /** It is known who that is, and the right is missing. */
        FORBIDDEN,
        /** Too many attempts. */
        THROTTLED,
        /** The API server could not be asked. */
        UNAVAILABLE
    }

    /** Why, as it is counted. */
    public enum Reason {
        /** There is no bearer token, or no certificate. */
        NO_CREDENTIALS(Kind.UNAUTHENTICATED),
        /** The token is no JWT. */
        MALFORMED(Kind.UNAUTHENTICATED),
        /** The token says itself that its time is over. */
        EXPIRED(Kind.UNAUTHENTICATED),
        /** The token says itself that it is for somebody else. */
        WRONG_AUDIENCE(Kind.UNAUTHENTICATED),
        /** The API server does not accept the token, or nobody may have such a certificate. */
        REJECTED(Kind.UNAUTHENTICATED),
        /** RBAC does not grant the right. */
        FORBIDDEN(Kind.FORBIDDEN),
        /** Too many refused tokens came from this address, or in all. */
        THROTTLED(Kind.THROTTLED),
        /** The API server did not answer. */
        UNAVAILABLE(Kind.UNAVAILABLE);

        private final Kind kind;

        Reason(Kind kind) {
            this.kind = kind;
        }

        /** The value of the label {@code reason}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What kind of refusal it is. */
    public Kind kind() {
        return reason.kind;
    }
}
