package dev.podfailure.watch;

import dev.podfailure.client.ClientTls;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an operator's stream is to be had, and how.
 *
 * @param address host and port
 * @param tls how to encrypt; empty for plain text
 * @param tokenFile file with a bearer token, read anew for each call
 */
public record StreamAddress(String address, Optional<Tls> tls, Optional<Path> tokenFile) {

    /**
     * How to encrypt.
     *
     * @param files what to trust and show
     * @param serverName the name that the operator's certificate must have; empty for that of the address
     */
    public record Tls(ClientTls files, Optional<String> serverName) {}
}
