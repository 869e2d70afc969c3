package dev.podfailure.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How one user reaches a cluster.
 *
 * @param server URL of the API server
 * @param certificateAuthority PEM file with the certificate to trust; null for a server without TLS
 * @param user name, for the reader only
 * @param token bearer token
 * @param namespace namespace of commands that name none
 */
public record Kubeconfig(
        String server, @Nullable Path certificateAuthority, String user, String token, String namespace) {

    /** Writes the file that {@code KUBECONFIG} names. */
    public Path write(Path file) {
        String trust = certificateAuthority == null ? "" : ", certificate-authority: '" + certificateAuthority + "'";
        String text = """
                apiVersion: v1
                kind: Config
                clusters:
                - name: podfailure
                  cluster: {server: '%s'%s}
                users:
                - name: '%s'
                  user: {token: '%s'}
                contexts:
                - name: podfailure
                  context: {cluster: podfailure, user: '%s', namespace: '%s'}
                current-context: podfailure
                """.formatted(server, trust, user, token, user, namespace);
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
