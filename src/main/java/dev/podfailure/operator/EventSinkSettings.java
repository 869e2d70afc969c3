package dev.podfailure.operator;

import dev.podfailure.client.ClientTls;
import dev.podfailure.metrics.SinkMetrics;
import dev.podfailure.push.EventSinks;
import dev.podfailure.push.SinkTarget;
import dev.podfailure.push.SinkTiming;
import dev.podfailure.stream.FailureEventLog;
import dev.podfailure.tls.UnusableFileException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where events are pushed to.
 *
 * @param targets the receivers, with distinct names and addresses
 * @param timeout how long a call may take
 */
public record EventSinkSettings(List<SinkTarget> targets, Duration timeout) {
    /** Nothing is pushed. */
    public static final EventSinkSettings NONE = new EventSinkSettings(List.of(), SinkTiming.DEFAULT.call());

    private static final String SINK = "--event-sink";
    private static final String CA_FILE = "--event-sink-ca-file";
    private static final String CERT_FILE = "--event-sink-cert-file";
    private static final String TOKEN_FILE = "--event-sink-token-file";
    private static final int MOST_SINKS = 16;
    private static final Pattern NAMED = Pattern.compile("([^=]*)=(.+)");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern ADDRESS = Pattern.compile("(?:(grpcs?)://)?([^/@?#]+?)/?");

    public EventSinkSettings {
        targets = List.copyOf(targets);
        if (targets.size() > MOST_SINKS) {
            throw new InvalidSettingException(
                    SINK, "is given " + targets.size() + " times, expected at most " + MOST_SINKS);
        }
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new InvalidSettingException("--event-sink-timeout", "is " + timeout + ", expected PT0.1S to PT5M");
        }
    }

    /**
     * What the options say.
     *
     * @param sinks each a name and an address
     * @param tls for all sinks with TLS
     * @param tokens each the name of a sink and a file
     * @throws InvalidSettingException with the name of the option that cannot be followed
     */
    public static EventSinkSettings of(List<String> sinks, ClientTls tls, List<String> tokens, Duration timeout) {
        Map<String, Path> tokenFiles = tokenFiles(tokens);
        List<SinkTarget> targets = new ArrayList<>();
        for (String sink : sinks) {
            SinkTarget target = target(sink, tls, tokenFiles);
            refuseTwice(target, targets);
            targets.add(target);
            tokenFiles.remove(target.name());
        }
        if (!tokenFiles.isEmpty()) {
            throw new InvalidSettingException(
                    TOKEN_FILE, "is for " + tokenFiles.keySet() + ", which is the name of no " + SINK);
        }
        if (targets.stream().allMatch(target -> target.tls().isEmpty())) {
            refuseWithoutTls(CA_FILE, tls.authorities());
            refuseWithoutTls(CERT_FILE, tls.identity());
        }
        return new EventSinkSettings(targets, timeout);
    }

    /** Makes the sinks; they connect when there is something to send. */
    EventSinks open(
            String identity,
            FailureEventLog log,
            BooleanSupplier leading,
            Duration stopTimeout,
            SinkMetrics metrics,
            Clock clock) {
        SinkTiming timing = SinkTiming.DEFAULT.withCall(timeout).withStopUpTo(stopTimeout);
        try {
            return new EventSinks(targets, identity, log, leading, timing, metrics, clock);
        } catch (UnusableFileException e) {
            throw new InvalidSettingException(optionOf(e.file()), "cannot be used: " + e.getMessage());
        }
    }

    private static Map<String, Path> tokenFiles(List<String> tokens) {
        Map<String, Path> files = new HashMap<>();
        for (String token : tokens) {
            Matcher named = named(TOKEN_FILE, token, "NAME=FILE");
            Path file = Path.of(named.group(2));
            if (!Files.isReadable(file)) {
                throw new InvalidSettingException(TOKEN_FILE, "is \"" + token + "\": the file cannot be read");
            }
            if (files.put(named.group(1), file) != null) {
                throw new InvalidSettingException(TOKEN_FILE, "is given twice for \"" + named.group(1) + "\"");
            }
        }
        return files;
    }

    private String optionOf(Path file) {
        return targets.stream()
                        .flatMap(target -> target.tls().flatMap(ClientTls::authorities).stream())
                        .anyMatch(file::equals)
                ? CA_FILE
                : CERT_FILE;
    }

    private static void refuseWithoutTls(String option, Optional<?> given) {
        if (given.isPresent()) {
            throw new InvalidSettingException(option, "is given, but no " + SINK + " uses TLS");
        }
    }

    private static SinkTarget target(String sink, ClientTls tls, Map<String, Path> tokenFiles) {
        Matcher named = named(SINK, sink, "NAME=HOST:PORT");
        String name = named.group(1);
        Matcher address = ADDRESS.matcher(named.group(2));
        if (!address.matches()) {
            throw new InvalidSettingException(
                    SINK,
                    "is \"" + sink + "\", expected NAME=HOST:PORT or NAME=grpcs://HOST:PORT for TLS, or"
                            + " NAME=grpc://HOST:PORT for plain text");
        }
        URI server = server(sink, address.group(2));
        boolean encrypted = !"grpc".equals(address.group(1));
        Optional<Path> token = Optional.ofNullable(tokenFiles.get(name));
        if (token.isPresent() && !encrypted) {
            throw new InvalidSettingException(
                    TOKEN_FILE, "is given for \"" + name + "\", which is in plain text: the token could be read");
        }
        return new SinkTarget(
                name,
                server.getHost().replaceAll("[\\[\\]]", ""),
                server.getPort(),
                encrypted ? Optional.of(tls) : Optional.empty(),
                token);
    }

    private static Matcher named(String option, String value, String expected) {
        Matcher named = NAMED.matcher(value);
        if (!named.matches()) {
            throw new InvalidSettingException(option, "is \"" + value + "\", expected " + expected);
        }
        if (!NAME.matcher(named.group(1)).matches()) {
            throw new InvalidSettingException(
                    option,
                    "is \"" + value
                            + "\": a name has 1 to 63 lower-case letters, digits and dashes, and begins and ends"
                            + " with no dash");
        }
        return named;
    }

    private static URI server(String sink, String authority) {
        try {
            URI server = new URI("grpc", authority, null, null, null).parseServerAuthority();
            if (server.getPort() < 1 || server.getPort() > 65_535) {
                throw new InvalidSettingException(
                        SINK, "is \"" + sink + "\", expected a port of 1 to 65535 at the end");
            }
            return server;
        } catch (URISyntaxException e) {
            throw new InvalidSettingException(SINK, "is \"" + sink + "\": " + e.getReason());
        }
    }

    private static void refuseTwice(SinkTarget target, List<SinkTarget> others) {
        for (SinkTarget other : others) {
            if (other.name().equals(target.name())) {
                throw new InvalidSettingException(SINK, "names \"" + target.name() + "\" twice");
            }
            if (other.host().equals(target.host()) && other.port() == target.port()) {
                throw new InvalidSettingException(
                        SINK,
                        "gives \"" + target.name() + "\" the address of \"" + other.name()
                                + "\", which would get everything twice");
            }
        }
    }
}
