package dev.podfailure.access;

import java.util.Optional;

/** What only the API server knows. */
interface Reviews {
    /**
     * Who has this token; empty if it is not good, or not for this audience.
     *
     * @throws ReviewException if nobody could be asked
     */
    Optional<Caller> authenticate(String token, String audience) throws ReviewException;

    /**
     * Whether a caller has a right.
     *
     * @throws ReviewException if nobody could be asked
     */
    boolean allows(Caller caller, Permission permission) throws ReviewException;
}
