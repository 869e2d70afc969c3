package dev.podfailure.watch;

import dev.podfailure.tls.KeyPairFiles;
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
     * @param authorities PEM file with the certificates to trust; empty for those that the JDK trusts
     * @param identity the client's own certificate; empty for none
     * @param serverName the name that the operator's certificate must have; empty for that of the address
     */
    public record Tls(Optional<Path> authorities, Optional<KeyPairFiles> identity, Optional<String> serverName) {}
}
