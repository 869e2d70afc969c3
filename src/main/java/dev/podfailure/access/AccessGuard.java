package dev.podfailure.access;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decides who may read. What a token says of itself is looked at first, then what is known, then the API server is asked, by
 * TokenReview and SubjectAccessReview. Without its answer nobody is let in. Thread-safe; may block while the API server is
 * asked.
 */
public final class AccessGuard {
    private static final int ANSWERS = 2_048;
    private static final FailedAttempts.Limit PER_PEER = new FailedAttempts.Limit(10, Duration.ofSeconds(6));
    private static final FailedAttempts.Limit IN_ALL = new FailedAttempts.Limit(100, Duration.ofMillis(100));

    /** Somebody who was granted a right just now should not wait for it. */
    private static final Duration LONGEST_NO = Duration.ofSeconds(10);

    private record Right(Caller caller, Permission permission) {}

    private final AccessSettings settings;
    private final Reviews reviews;
    private final AccessListener listener;
    private final Clock clock;
    private final FailedAttempts attempts;
    private final AnswerCache<String, Optional<Caller>> callers;
    private final AnswerCache<Right, Boolean> rights;
    private final Mac mac;

    /** Tokens that were accepted before: asking about one again is no attempt, so that no flood of others ends a stream. */
    private final RecentKeys accepted = new RecentKeys(ANSWERS);

    /** Asks the cluster of this client, which should not try a request twice. */
    public AccessGuard(AccessSettings settings, KubernetesClient client, AccessListener listener, Clock clock) {
        this(settings, new ClusterReviews(client, listener), listener, clock, System::nanoTime);
    }

    AccessGuard(AccessSettings settings, Reviews reviews, AccessListener listener, Clock clock, LongSupplier nanoTime) {
        this.settings = settings;
        this.reviews = reviews;
        this.listener = listener;
        this.clock = clock;
        Duration no = settings.answersCount().compareTo(LONGEST_NO) < 0 ? settings.answersCount() : LONGEST_NO;
        this.attempts = new FailedAttempts(PER_PEER, IN_ALL, nanoTime);
        this.callers = new AnswerCache<>(ANSWERS, settings.answersCount(), no, Optional::isPresent, nanoTime);
        this.rights = new AnswerCache<>(ANSWERS, settings.answersCount(), no, allowed -> allowed, nanoTime);
        this.mac = mac();
    }

    /** Whether the API server knows the caller, and grants all of these rights; the refusal if not. */
    public Optional<Refusal> check(Credentials credentials, Collection<? extends Permission> needed) {
        Optional<Refusal> refusal = refusal(credentials, needed);
        refusal.ifPresent(refused -> listener.refused(refused.reason()));
        return refusal;
    }

    private Optional<Refusal> refusal(Credentials credentials, Collection<? extends Permission> needed) {
        try {
            Caller caller = caller(credentials);
            for (Permission permission : needed) {
                if (!allows(caller, permission)) {
                    return Optional.of(new Refusal(
                            Refusal.Reason.FORBIDDEN,
                            caller.name() + " may not " + permission + ": RBAC does not grant it"));
                }
            }
            return Optional.empty();
        } catch (ReviewException e) {
            return Optional.of(e.refusal());
        }
    }

    private Caller caller(Credentials credentials) throws ReviewException {
        return switch (settings.identity()) {
            case TOKEN -> byToken(credentials);
            case CERTIFICATE -> byCertificate(credentials);
        };
    }

    private Caller byCertificate(Credentials credentials) throws ReviewException {
        X509Certificate certificate = credentials
                .certificate()
                .orElseThrow(() -> refused(Refusal.Reason.NO_CREDENTIALS, "the client shows no certificate"));
        // The handshake has looked at this; the connection may be older than the certificate lasts.
        if (certificate.getNotAfter().toInstant().isBefore(clock.instant())) {
            throw refused(Refusal.Reason.EXPIRED, "the client's certificate has expired");
        }
        return CertificateCaller.of(certificate)
                .orElseThrow(() -> refused(
                        Refusal.Reason.REJECTED,
                        "the certificate's subject names no user: a common name is asked for that does not begin with"
                                + " system:"));
    }

    private static ReviewException refused(Refusal.Reason reason, String message) {
        return new ReviewException(new Refusal(reason, message));
    }

    private Caller byToken(Credentials credentials) throws ReviewException {
        String token = credentials.token();
        Optional<Refusal.Reason> problem = TokenClaims.problem(token, settings.audience(), clock.instant());
        if (problem.isPresent()) {
            throw refused(problem.get(), words(problem.get()));
        }
        String key = digest(token);
        return callers.answer(key, () -> review(key, token, credentials.peer()))
                .orElseThrow(() -> refused(Refusal.Reason.REJECTED, words(Refusal.Reason.REJECTED)));
    }

    private Optional<Caller> review(String key, String token, String peer) throws ReviewException {
        if (accepted.contains(key)) {
            return noted(key, reviews.authenticate(token, settings.audience()));
        }
        if (!attempts.take(peer)) {
            throw refused(
                    Refusal.Reason.THROTTLED, "too many tokens were refused that came from " + peer + ", or in all");
        }
        boolean refused = false;
        try {
            Optional<Caller> caller = noted(key, reviews.authenticate(token, settings.audience()));
            refused = caller.isEmpty();
            return caller;
        } finally {
            if (!refused) {
                attempts.giveBack(peer);
            }
        }
    }

    private Optional<Caller> noted(String key, Optional<Caller> caller) {
        if (caller.isPresent()) {
            accepted.add(key);
        } else {
            accepted.remove(key);
        }
        return caller;
    }

    private boolean allows(Caller caller, Permission permission) throws ReviewException {
        return rights.answer(new Right(caller, permission), () -> reviews.allows(caller, permission));
    }

    private String words(Refusal.Reason reason) {
        return switch (reason) {
            case NO_CREDENTIALS ->
                "there is no bearer token; one for the audience " + settings.audience() + " is asked for";
            case MALFORMED -> "the bearer token is no JWT, as the API server gives out";
            case EXPIRED -> "the bearer token has expired";
            case WRONG_AUDIENCE -> "the bearer token is not for the audience " + settings.audience();
            case REJECTED, FORBIDDEN, THROTTLED, UNAVAILABLE -> "the API server does not accept the bearer token";
        };
    }

    /** What answers are found by: the token cannot be had from it. */
    private String digest(String token) {
        try {
            return HexFormat.of().formatHex(((Mac) mac.clone()).doFinal(token.getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's HMAC can be cloned", e);
        }
    }

    private static Mac mac() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
