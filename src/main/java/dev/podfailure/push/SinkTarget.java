package dev.podfailure.push;

import dev.podfailure.client.ClientTls;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A receiver to push to.
 *
 * @param name what it is called in metrics and in the log
 * @param host its name or address
 * @param port its port
 * @param tls how to encrypt; empty for plain text
 * @param token file with a bearer token to show; empty for none. Only over TLS: whoever reads it can use it
 */
public record SinkTarget(String name, String host, int port, Optional<ClientTls> tls, Optional<Path> token) {

    public SinkTarget {
        if (tls.isEmpty() && token.isPresent()) {
            throw new IllegalArgumentException("without TLS there is nowhere to hide a token");
        }
    }

    /** As in an address of the Internet. */
    String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
