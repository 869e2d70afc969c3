package dev.podfailure.management;

import dev.podfailure.access.AccessGuard;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How the HTTP port is protected.
 *
 * @param tls for HTTPS; empty for plain text
 * @param guard knows who may read {@code /metrics}; empty for everybody. The checks of health are open in any case: the
 *     kubelet shows no token
 */
public record HttpSecurity(Optional<SSLContext> tls, Optional<AccessGuard> guard) {
    /** Plain text, open to everybody. */
    public static final HttpSecurity NONE = new HttpSecurity(Optional.empty(), Optional.empty());
}
