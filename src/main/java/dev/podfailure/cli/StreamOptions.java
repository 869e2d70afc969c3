package dev.podfailure.cli;

import dev.podfailure.client.ClientTls;
import dev.podfailure.operator.InvalidSettingException;
import dev.podfailure.operator.SecuritySettings;
import dev.podfailure.tls.KeyPairFiles;
import dev.podfailure.watch.StreamAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the operator's stream is to be had, and as whom. */
final class StreamOptions {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9_.-]+):\\d{1,5}");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9.]+|\\[::1]");

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9090",
            description = "Where the operator's --grpc-port is to be had. Default: ${DEFAULT-VALUE}")
    private String address = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with a bearer token, read anew for each connection. Default: none")
    private @Nullable Path tokenFile;

    @ArgGroup
    private @Nullable Transport transport;

    /** At most one. */
    static final class Transport {
        @Option(names = "--tls", description = "Encrypt. Default: unless the address is this machine's own")
        private boolean tls;

        @Option(
                names = "--plaintext",
                description =
                        "Do not encrypt: the token and the events can be read on their way. Default: if the address"
                                + " is this machine's own, as with a port-forward, and no option below is given")
        private boolean plaintext;
    }

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM file with the authority of the operator's certificate. Default: those that Java trusts")
    private @Nullable Path authorities;

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            description = "Name in the operator's certificate, such as podfailure-grpc.podfailure-system.svc behind a"
                    + " port-forward. Default: the host of --address")
    private @Nullable String serverName;

    @Option(
            names = "--client-cert-file",
            paramLabel = "FILE",
            description = "PEM file with a certificate to show, for an operator with --grpc-client-ca-file")
    private @Nullable Path certificate;

    @Option(names = "--client-key-file", paramLabel = "FILE", description = "PEM file with its key")
    private @Nullable Path key;

    /** What they say. */
    StreamAddress address() {
        Matcher host = ADDRESS.matcher(address);
        if (!host.matches()) {
            throw new ParameterException(
                    spec.commandLine(), "--address is \"" + address + "\", expected HOST:PORT such as localhost:9090");
        }
        Optional<KeyPairFiles> identity = identity();
        boolean asks = authorities != null || serverName != null || identity.isPresent();
        if (transport != null && transport.plaintext && asks) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--plaintext and --ca-file, --server-name, --client-cert-file exclude each other");
        }
        boolean encrypt = transport != null
                ? transport.tls
                : asks || !LOOPBACK.matcher(host.group(1)).matches();
        return new StreamAddress(
                address,
                encrypt
                        ? Optional.of(new StreamAddress.Tls(
                                new ClientTls(Optional.ofNullable(authorities), identity),
                                Optional.ofNullable(serverName)))
                        : Optional.empty(),
                Optional.ofNullable(tokenFile));
    }

    private Optional<KeyPairFiles> identity() {
        try {
            return SecuritySettings.keyPair("--client", certificate, key);
        } catch (InvalidSettingException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
