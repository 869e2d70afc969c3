package dev.podfailure.client;

import dev.podfailure.tls.Authorities;
import dev.podfailure.tls.ReloadListener;
import dev.podfailure.tls.TlsIdentity;
import dev.podfailure.tls.UnusableFileException;
import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.util.Optional;

/** What a client trusts and shows, as the files are now. */
public final class ClientCertificates {
    private final Optional<Authorities> authorities;
    private final Optional<TlsIdentity> identity;

    /** @throws UnusableFileException if a file cannot be used */
    public ClientCertificates(ClientTls tls) throws UnusableFileException {
        authorities = tls.authorities().isPresent()
                ? Optional.of(Authorities.ofServers(tls.authorities().get()))
                : Optional.empty();
        identity = tls.identity().isPresent()
                ? Optional.of(new TlsIdentity(tls.identity().get(), ReloadListener.NONE))
                : Optional.empty();
    }

    /** For channels: each new connection is made with what the files held when they were looked at last. */
    public ChannelCredentials credentials() {
        TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
        authorities.ifPresent(known -> credentials.trustManager(known.trustManager()));
        identity.ifPresent(own -> credentials.keyManager(own.keyManager()));
        return credentials.build();
    }

    /** Looks whether files have changed, and reads those. New ones that cannot be used change nothing. */
    public void look() {
        authorities.ifPresent(Authorities::look);
        identity.ifPresent(TlsIdentity::look);
    }
}
