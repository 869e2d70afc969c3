package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podfailure.client.ClientTls;
import dev.podfailure.metrics.OperatorMetrics;
import dev.podfailure.push.SinkTarget;
import dev.podfailure.stream.EventContent;
import dev.podfailure.stream.FailureEventLog;
import dev.podfailure.stream.LogSettings;
import dev.podfailure.tls.KeyPairFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventSinkSettingsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "a=failures.example.com:443,failures.example.com,443,true",
        "a=grpcs://failures.example.com:443,failures.example.com,443,true",
        "a=grpc://receiver.tools.svc:4317,receiver.tools.svc,4317,false",
        "a=grpc://receiver.tools.svc:4317/,receiver.tools.svc,4317,false",
        "a=127.0.0.1:1,127.0.0.1,1,true",
        "a=grpc://[::1]:65535,::1,65535,false"
    })
    void readsANameAndAnAddress(String sink, String host, int port, boolean encrypted) {
        assertThat(of(sink).targets())
                .containsExactly(new SinkTarget(
                        "a",
                        host,
                        port,
                        encrypted ? Optional.of(ClientTls.DEFAULT) : Optional.empty(),
                        Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "receiver:4317|expected NAME=HOST:PORT",
                "=receiver:4317|a name has 1 to 63",
                "Pager=receiver:4317|a name has 1 to 63",
                "-a=receiver:4317|a name has 1 to 63",
                "a=|expected NAME=HOST:PORT",
                "a=receiver|expected a port",
                "a=receiver:|expected a port",
                "a=receiver:0|expected a port",
                "a=receiver:65536|expected a port",
                "a=receiver:http|is \"a=receiver:http\"",
                "a=:4317|is \"a=:4317\"",
                "a=two words:4317|is \"a=two words:4317\"",
                "a=http://receiver:4317|NAME=grpc://HOST:PORT for plain text",
                "a=grpc://user@receiver:4317|NAME=grpc://HOST:PORT for plain text",
                "a=grpc://receiver:4317/path|NAME=grpc://HOST:PORT for plain text"
            })
    void refusesWhatIsNone(String sink, String message) {
        assertThatThrownBy(() -> of(sink))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("--event-sink ")
                .hasMessageContaining(message);
    }

    @Test
    void refusesTheSameNameTwice() {
        assertThatThrownBy(() -> of("a=x:1", "a=y:1")).hasMessage("--event-sink names \"a\" twice");
    }

    @Test
    void refusesTheSameReceiverTwice() {
        assertThatThrownBy(() -> of("a=grpc://x:1", "b=x:1")).hasMessageContaining("gives \"b\" the address of \"a\"");
    }

    @Test
    void refusesMoreThanSixteen() {
        String[] sinks =
                IntStream.range(0, 17).mapToObj(i -> "a" + i + "=x" + i + ":1").toArray(String[]::new);

        assertThatThrownBy(() -> of(sinks)).hasMessageContaining("17 times");
    }

    @ParameterizedTest
    @CsvSource({"99", "300001"})
    void refusesATimeoutOutOfBounds(long milliseconds) {
        assertThatThrownBy(() ->
                        EventSinkSettings.of(List.of(), ClientTls.DEFAULT, List.of(), Duration.ofMillis(milliseconds)))
                .hasMessageStartingWith("--event-sink-timeout ");
    }

    @Test
    void givesEachReceiverItsOwnToken() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "secret");

        EventSinkSettings settings = of(List.of("a=x:1", "b=y:1"), List.of("b=" + token));

        assertThat(settings.targets())
                .extracting(SinkTarget::token)
                .containsExactly(Optional.empty(), Optional.of(token));
    }

    @Test
    void refusesATokenInPlainText() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "secret");

        assertThatThrownBy(() -> of(List.of("a=grpc://x:1"), List.of("a=" + token)))
                .hasMessageStartingWith("--event-sink-token-file ")
                .hasMessageContaining("plain text");
    }

    @Test
    void refusesATokenForNobody() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "secret");

        assertThatThrownBy(() -> of(List.of("a=x:1"), List.of("b=" + token)))
                .hasMessage("--event-sink-token-file is for [b], which is the name of no --event-sink");
    }

    @Test
    void refusesATokenThatIsNotThere() {
        assertThatThrownBy(() -> of(List.of("a=x:1"), List.of("a=" + folder.resolve("none"))))
                .hasMessageStartingWith("--event-sink-token-file ")
                .hasMessageContaining("cannot be read");
    }

    @Test
    void refusesAuthoritiesWithoutTls() {
        ClientTls authorities = new ClientTls(Optional.of(folder.resolve("ca.crt")), Optional.empty());

        assertThatThrownBy(() -> of("a=grpc://x:1", authorities))
                .hasMessage("--event-sink-ca-file is given, but no --event-sink uses TLS");
    }

    @Test
    void refusesACertificateWithoutTls() {
        assertThatThrownBy(() -> of("a=grpc://x:1", showing(folder)))
                .hasMessage("--event-sink-cert-file is given, but no --event-sink uses TLS");
    }

    @Test
    void givesAllReceiversWithTlsTheCertificate() {
        ClientTls tls = showing(folder);

        assertThat(EventSinkSettings.of(List.of("a=x:1", "b=grpc://y:1", "c=z:1"), tls, List.of(), TIMEOUT)
                        .targets())
                .extracting(SinkTarget::tls)
                .containsExactly(Optional.of(tls), Optional.empty(), Optional.of(tls));
    }

    @Test
    void namesTheOptionWithAuthoritiesThatCannotBeUsed() throws IOException {
        Path broken = Files.writeString(folder.resolve("ca.crt"), "no certificate");

        assertThatThrownBy(() -> open(of("a=x:1", new ClientTls(Optional.of(broken), Optional.empty()))))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("--event-sink-ca-file cannot be used: " + broken + " is no PEM file");
    }

    @Test
    void namesTheOptionWithACertificateThatCannotBeUsed() {
        assertThatThrownBy(() -> open(of("a=x:1", showing(folder))))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("--event-sink-cert-file cannot be used: " + folder.resolve("tls.crt") + " does not exist");
    }

    private static ClientTls showing(Path folder) {
        return new ClientTls(
                Optional.empty(), Optional.of(new KeyPairFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"))));
    }

    private static void open(EventSinkSettings settings) {
        FailureEventLog log =
                new FailureEventLog(new EventContent("", Set.of(), 0, false), LogSettings.DEFAULT, Clock.systemUTC());
        settings.open(
                        "replica-0",
                        log,
                        () -> false,
                        Duration.ZERO,
                        new OperatorMetrics(1, Map.of()).sinks(),
                        Clock.systemUTC())
                .close();
    }

    private static EventSinkSettings of(String... sinks) {
        return of(List.of(sinks), List.of());
    }

    private static EventSinkSettings of(String sink, ClientTls tls) {
        return EventSinkSettings.of(List.of(sink), tls, List.of(), TIMEOUT);
    }

    private static EventSinkSettings of(List<String> sinks, List<String> tokens) {
        return EventSinkSettings.of(sinks, ClientTls.DEFAULT, tokens, TIMEOUT);
    }
}
