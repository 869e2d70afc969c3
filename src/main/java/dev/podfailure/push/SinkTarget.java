package dev.podfailure.push;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A receiver to push to.
 *
 * @param name what it is called in metrics and in the log
 * @param host its name or address
 * @param port its port
 * @param encrypted whether the connection uses TLS
 * @param authorities PEM file with the authorities that its certificate may be of; empty for those that Java trusts
 * @param token file with a bearer token to show; empty for none. Only over TLS: whoever reads it can use it
 */
public record SinkTarget(
        String name, String host, int port, boolean encrypted, Optional<Path> authorities, Optional<Path> token) {

    public SinkTarget {
        if (!encrypted && (authorities.isPresent() || token.isPresent())) {
            throw new IllegalArgumentException("without TLS there is nothing to verify, and nowhere to hide a token");
        }
    }

    /** As in an address of the Internet. */
    String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
