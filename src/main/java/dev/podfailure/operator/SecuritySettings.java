package dev.podfailure.operator;

import dev.podfailure.tls.KeyPairFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How both ports are protected. The constructors refuse what is open by mistake, with the option's name.
 *
 * @param grpc the port of the stream
 * @param http the port of {@code /metrics} and of the checks of health
 * @param recheck after how long a right that was taken away ends a stream, at the latest
 */
public record SecuritySettings(Grpc grpc, Http http, Duration recheck) {

    public SecuritySettings {
        if (recheck.compareTo(Duration.ofSeconds(1)) < 0 || recheck.compareTo(Duration.ofHours(1)) > 0) {
            throw new InvalidSettingException("--access-recheck", "is " + recheck + ", expected PT1S to PT1H");
        }
    }

    /** Who may call. */
    public enum Callers {
        /** Whoever shows a bearer token that the API server accepts, and has the right. */
        TOKENS,
        /** Whoever shows a certificate of the client authority, and has the right. */
        CERTIFICATES,
        /** Whoever can reach the port. */
        ALL
    }

    /**
     * The port of the stream.
     *
     * @param tls certificate and key; empty for plain text
     * @param clientAuthority of the certificates that clients have to show; empty if they show none
     * @param callers who may call
     * @param audience of the tokens
     * @param insecure whether plain text, or a port open to all, is meant
     */
    public record Grpc(
            Optional<KeyPairFiles> tls,
            Optional<Path> clientAuthority,
            Callers callers,
            String audience,
            boolean insecure) {
        private static final String WHY = "the stream tells which pods failed and why";

        public Grpc {
            checkAudience("--grpc-audience", audience);
            if (clientAuthority.isPresent() && tls.isEmpty()) {
                throw new InvalidSettingException(
                        "--grpc-client-ca-file", "needs --grpc-tls-cert-file and --grpc-tls-key-file: there is no TLS");
            }
            if (callers == Callers.CERTIFICATES && clientAuthority.isEmpty()) {
                throw new InvalidSettingException(
                        "--grpc-auth", "is certificates, which needs --grpc-client-ca-file: whose certificates?");
            }
            if (tls.isEmpty() && !insecure) {
                throw new InvalidSettingException(
                        "--grpc-tls-cert-file",
                        "and --grpc-tls-key-file are missing: " + WHY + ", and plain text can be read on its way. Name"
                                + " a certificate, or allow plain text with --insecure-grpc");
            }
            if (callers == Callers.ALL && clientAuthority.isEmpty() && !insecure) {
                throw new InvalidSettingException(
                        "--grpc-auth",
                        "is none and there is no --grpc-client-ca-file: " + WHY + ", to everybody who reaches the"
                                + " port. Use --grpc-auth=tokens, or allow that with --insecure-grpc");
            }
        }
    }

    /**
     * The port of the metrics.
     *
     * @param tls certificate and key; empty for plain text
     * @param tokens whether {@code /metrics} asks for a bearer token and the right
     * @param audience of the tokens
     */
    public record Http(Optional<KeyPairFiles> tls, boolean tokens, String audience) {
        public Http {
            checkAudience("--metrics-audience", audience);
        }
    }

    /**
     * A certificate and its key, if both options are given.
     *
     * @param options what the names of both options begin with
     * @throws InvalidSettingException if only one is given
     */
    public static Optional<KeyPairFiles> keyPair(String options, @Nullable Path certificate, @Nullable Path key) {
        if (certificate == null && key == null) {
            return Optional.empty();
        }
        if (certificate == null) {
            throw new InvalidSettingException(options + "-key-file", "needs " + options + "-cert-file");
        }
        if (key == null) {
            throw new InvalidSettingException(options + "-cert-file", "needs " + options + "-key-file");
        }
        return Optional.of(new KeyPairFiles(certificate, key));
    }

    /** Whether the API server is asked about tokens. */
    boolean asksAboutTokens() {
        return grpc.callers() == Callers.TOKENS || http.tokens();
    }

    /** Whether the API server is asked about rights. */
    boolean asksAboutRights() {
        return grpc.callers() != Callers.ALL || http.tokens();
    }

    private static void checkAudience(String option, String audience) {
        if (audience.isBlank() || audience.length() > 256) {
            throw new InvalidSettingException(option, "must have 1 to 256 characters");
        }
    }
}
