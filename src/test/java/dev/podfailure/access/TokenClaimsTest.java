package dev.podfailure.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.access.Refusal.Reason;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"aud\": \"podfailure.dev\", \"exp\": 1001}",
                "{\"aud\": [\"podfailure.dev\"], \"exp\": 1001.5}",
                "{\"aud\": [\"other\", \"podfailure.dev\"], \"exp\": 99999999999}",
                "{\"aud\": [\"podfailure.dev\", 7], \"exp\": 9223372036854775807}",
            })
    void theApiServerHasToJudgeWhatMayBeGood(String claims) {
        assertThat(problem(TestToken.withClaims(claims))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"aud\": \"podfailure.dev\", \"exp\": 1000} | EXPIRED",
                "{\"aud\": \"podfailure.dev\", \"exp\": -1} | EXPIRED",
                "{\"aud\": \"podfailure.dev\", \"exp\": \"1001\"} | EXPIRED",
                "{\"aud\": \"podfailure.dev\"} | EXPIRED",
                "{\"aud\": \"https://kubernetes.default.svc\", \"exp\": 1001} | WRONG_AUDIENCE",
                "{\"aud\": [], \"exp\": 1001} | WRONG_AUDIENCE",
                "{\"aud\": {\"podfailure.dev\": 1}, \"exp\": 1001} | WRONG_AUDIENCE",
                "{\"exp\": 1001} | WRONG_AUDIENCE",
                "[\"podfailure.dev\"] | MALFORMED",
                "{\"aud\": | MALFORMED",
                "'' | MALFORMED",
            })
    void refusesWhatCannotBeGood(String claims, Reason reason) {
        assertThat(problem(TestToken.withClaims(claims))).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "a.b", "a.b.c.d", "..", "a.!.c", "a..c", "a b.c.d", "äöü.e30.x"})
    void refusesWhatIsNoJwt(String token) {
        assertThat(problem(token)).contains(Reason.MALFORMED);
    }

    @Test
    void refusesNothingAtAll() {
        assertThat(problem("")).contains(Reason.NO_CREDENTIALS);
    }

    @Test
    void refusesALongTokenUnread() {
        String claims = "{\"aud\": \"podfailure.dev\", \"exp\": 1001, \"x\": \"%s\"}";
        String fits = TestToken.withClaims(claims.formatted("x".repeat(5_900)));
        String tooLong = TestToken.withClaims(claims.formatted("x".repeat(6_200)));

        assertThat(fits.length()).isLessThanOrEqualTo(TokenClaims.MAX_LENGTH);
        assertThat(problem(fits)).isEmpty();
        assertThat(problem(tooLong)).contains(Reason.MALFORMED);
    }

    private static Optional<Reason> problem(String token) {
        return TokenClaims.problem(token, "podfailure.dev", NOW);
    }
}
