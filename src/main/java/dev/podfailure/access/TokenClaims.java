package dev.podfailure.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a token says of itself, which proves nothing: good for refusing what cannot be accepted without asking the API server.
 *
 * @param audiences {@code aud}
 * @param expires {@code exp}
 */
record TokenClaims(List<String> audiences, Optional<Instant> expires) {
    /** Tokens of service accounts have 1 to 2 KB. */
    static final int MAX_LENGTH = 8_192;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.([A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]+");
    private static final long LAST_SECOND = Instant.MAX.getEpochSecond();

    TokenClaims {
        audiences = List.copyOf(audiences);
    }

    /** Why this token cannot be accepted; empty if the API server has to be asked. */
    static Optional<Refusal.Reason> problem(String token, String audience, Instant now) {
        if (token.isEmpty()) {
            return Optional.of(Refusal.Reason.NO_CREDENTIALS);
        }
        Optional<TokenClaims> claims = of(token);
        if (claims.isEmpty()) {
            return Optional.of(Refusal.Reason.MALFORMED);
        }
        if (!claims.get().audiences().contains(audience)) {
            return Optional.of(Refusal.Reason.WRONG_AUDIENCE);
        }
        return claims.get().expires().filter(end -> end.isAfter(now)).isPresent()
                ? Optional.empty()
                : Optional.of(Refusal.Reason.EXPIRED);
    }

    /** The claims of a JWT; empty if it is none. */
    static Optional<TokenClaims> of(String token) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var parts = JWT.matcher(token);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts.group(1)));
            return claims.isObject()
                    ? Optional.of(new TokenClaims(audiences(claims.path("aud")), expires(claims.path("exp"))))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<String> audiences(JsonNode claim) {
        List<String> audiences = new ArrayList<>();
        (claim.isArray() ? claim : List.of(claim)).forEach(audience -> {
            if (audience.isTextual()) {
                audiences.add(audience.asText());
            }
        });
        return audiences;
    }

    private static Optional<Instant> expires(JsonNode claim) {
        return claim.isNumber()
                ? Optional.of(Instant.ofEpochSecond(Math.min(claim.asLong(), LAST_SECOND)))
                : Optional.empty();
    }
}
