package dev.podfailure.access;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a caller shows of itself. A token must not be logged or told to anybody else, hence the {@code toString}.
 *
 * @param token the bearer token, {@code ""} if there is none
 * @param certificate of the client, verified in the TLS handshake
 * @param peer the address that it calls from, without its port
 */
public record Credentials(String token, Optional<X509Certificate> certificate, String peer) {
    private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S+) *");

    /** The credentials in a header {@code authorization: Bearer TOKEN}; another scheme is no token. */
    public static Credentials ofHeader(String authorization, Optional<X509Certificate> certificate, String peer) {
        Matcher bearer = BEARER.matcher(authorization);
        return new Credentials(bearer.matches() ? bearer.group(1) : "", certificate, peer);
    }

    @Override
    public String toString() {
        return "Credentials[" + (token.isEmpty() ? "no token" : "a token") + ", " + peer + "]";
    }
}
