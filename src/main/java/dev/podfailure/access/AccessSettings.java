package dev.podfailure.access;

import java.time.Duration;

/**
 * How callers are judged.
 *
 * @param identity by what they are known
 * @param audience which tokens have to be for; a token for the API server itself could be used against it by whoever gets it
 * @param answersCount for how long an answer of the API server counts
 */
public record AccessSettings(Identity identity, String audience, Duration answersCount) {

    /** By what callers are known. */
    public enum Identity {
        /** A bearer token. */
        TOKEN,
        /** The certificate that they show in the TLS handshake. */
        CERTIFICATE
    }
}
