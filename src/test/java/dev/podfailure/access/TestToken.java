package dev.podfailure.access;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Tokens that look like those of service accounts. Nobody has signed them. */
public final class TestToken {
    private TestToken() {}

    /** A token of this name for podfailure, good for long. */
    public static String of(String name) {
        return of(
                name,
                "[\"podfailure.dev\"]",
                Long.toString(Instant.parse("2100-01-01T00:00:00Z").getEpochSecond()));
    }

    /** A token with these claims, in JSON. */
    public static String of(String name, String audience, String expires) {
        return withClaims("{\"sub\": \"%s\", \"aud\": %s, \"exp\": %s}".formatted(name, audience, expires));
    }

    static String withClaims(String json) {
        return part("{\"alg\": \"RS256\"}") + "." + part(json) + "." + part("a signature");
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
