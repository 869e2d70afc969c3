package dev.podfailure.client;

import dev.podfailure.tls.KeyPairFiles;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a client trusts and shows when it uses TLS.
 *
 * @param authorities PEM file with the authorities that a server's certificate may be of; empty for those that Java trusts
 * @param identity the client's own certificate; empty for none
 */
public record ClientTls(Optional<Path> authorities, Optional<KeyPairFiles> identity) {
    /** What Java trusts, and nothing to show. */
    public static final ClientTls DEFAULT = new ClientTls(Optional.empty(), Optional.empty());
}
