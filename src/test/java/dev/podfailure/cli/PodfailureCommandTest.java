package dev.podfailure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

final class PodfailureCommandTest {
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @Test
    void asksForACommandWhenThereIsNone() {
        assertThat(run(Map.of())).isEqualTo(2);
        assertThat(err.toString()).contains("a command is missing").contains("podfailure --help");
    }

    @Test
    void describesEveryOptionOfTheOperator() {
        var operator = commandLine(Map.of()).parseArgs("operator").subcommand().commandSpec();

        assertThat(operator.options())
                .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
    }

    @Test
    void printsHelpWithTheEnvironmentRuleAndTheExitCodes() {
        assertThat(run(Map.of(), "operator", "--help")).isZero();
        assertThat(out.toString()).contains("--settle", "PODFAILURE_SOME_OPTION", "Exit codes:");
    }

    @ParameterizedTest
    @CsvSource({
        "--http-port,70000",
        "--http-port,many",
        "--namespace,Not_A_Name",
        "--watch-namespaces,'a,B'",
        "--settle,2",
        "--rules-settle,11m",
        "--default-category,'no spaces'",
        "--tenant-priority-limit,1001",
        "--evidence-text,all",
        "--max-categories,0",
        "--concurrency,0",
        "--lease-name,'a b'",
        "--stop-timeout,1d",
        "--grpc-auth,maybe",
        "--grpc-audience,''",
        "--access-recheck,2h",
        "--grpc-tls-cert-file,tls.crt",
        "--grpc-tls-key-file,tls.key",
        "--grpc-client-ca-file,ca.crt",
        "--http-tls-cert-file,tls.crt",
        "--http-tls-key-file,tls.key",
        "--metrics-auth,maybe",
        "--metrics-audience,' '",
        "--log-format,xml",
        "--log-level,LOUD"
    })
    void refusesABadSettingWithTheOptionsName(String option, String value) {
        assertThat(run(Map.of(), "operator", "--insecure-grpc", option, value)).isEqualTo(2);
        assertThat(err.toString()).contains(option);
    }

    @ParameterizedTest
    @CsvSource({
        "operator,--grpc-tls-cert-file --grpc-tls-key-file --insecure-grpc",
        "operator --grpc-auth none,--grpc-tls-cert-file --insecure-grpc",
        "operator --grpc-tls-cert-file c --grpc-tls-key-file k --grpc-auth none,--grpc-auth --grpc-client-ca-file --insecure-grpc",
        "operator --insecure-grpc --grpc-auth certificates,--grpc-client-ca-file",
    })
    void refusesAStreamThatIsOpenByMistake(String arguments, String named) {
        assertThat(run(Map.of(), arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(named.split(" "));
    }

    @Test
    void refusesTheSamePortTwice() {
        assertThat(run(Map.of(), "operator", "--insecure-grpc", "--http-port", "9000", "--grpc-port", "9000"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--grpc-port is 9000");
    }

    @Test
    void refusesAnUnknownOption() {
        assertThat(run(Map.of(), "operator", "--http-prot", "9000")).isEqualTo(2);
        assertThat(err.toString()).contains("--http-prot");
    }

    @ParameterizedTest
    @CsvSource({
        "watch --address localhost,--address",
        "watch --address http://x:1,--address",
        "watch --snapshot --since 1h,mutually exclusive",
        "watch --tls --plaintext,mutually exclusive",
        "watch --plaintext --ca-file ca.crt,--plaintext",
        "watch --client-cert-file tls.crt,--client-cert-file",
        "watch --client-key-file tls.key,--client-key-file",
        "watch --ca-file no/such.crt,no/such.crt",
        "watch --since yesterday,--since",
        "top --by colour,--by",
        "top --since 2026-13-01T00:00:00Z,--since",
        "top --limit -1,--limit",
        "get -o xml,--output",
        "get -A -n x --kubeconfig src/test/resources/none,KUBECONFIG",
        "explain,say what to explain",
        "explain pod,NAME"
    })
    void refusesWrongOptionsOfTheCommandsForALiveCluster(String arguments, String named) {
        assertThat(run(Map.of(), arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(named);
        assertThat(err.toString().lines()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void saysInOneLineThatTheOperatorCannotBeReached() {
        assertThat(run(Map.of(), "watch", "--address", "127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("podfailure: the operator at 127.0.0.1:1 cannot be reached (UNAVAILABLE")
                .contains("kubectl port-forward");
    }

    @Test
    void takesDefaultsFromTheEnvironment() {
        CommandLine line = commandLine(Map.of("PODFAILURE_HTTP_PORT", "1234", "PODFAILURE_TENANT_IGNORE", "true"));

        var parsed = line.parseArgs("operator").subcommand().commandSpec();

        assertThat(valueOf(parsed.findOption("--http-port"))).isEqualTo(1234);
        assertThat(valueOf(parsed.findOption("--tenant-ignore"))).isEqualTo(true);
    }

    @Test
    void prefersTheOptionToTheEnvironment() {
        CommandLine line = commandLine(Map.of("PODFAILURE_HTTP_PORT", "1234"));

        var parsed =
                line.parseArgs("operator", "--http-port", "77").subcommand().commandSpec();

        assertThat(valueOf(parsed.findOption("--http-port"))).isEqualTo(77);
    }

    @Test
    void refusesABadSettingOfTheEnvironmentWithTheOptionsName() {
        assertThat(run(Map.of("PODFAILURE_HTTP_PORT", "abc"), "operator")).isEqualTo(2);
        assertThat(err.toString()).contains("--http-port").contains("abc");
    }

    private static Object valueOf(OptionSpec option) {
        return option.getValue();
    }

    private int run(Map<String, String> environment, String... args) {
        return commandLine(environment).execute(args);
    }

    private CommandLine commandLine(Map<String, String> environment) {
        return PodfailureCommand.commandLine(environment, InputStream.nullInputStream())
                .setErr(new PrintWriter(err, true))
                .setOut(new PrintWriter(out, true));
    }
}
