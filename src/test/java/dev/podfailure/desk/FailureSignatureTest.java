package dev.podfailure.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.failure.PodFailure;
import dev.podfailure.failure.PodFailure.PodIdentity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureSignatureTest {
    private static final PodIdentity POD =
            new PodIdentity("batch", "import-abcde", "uid-1", Map.of(), "node-a1", "Job", "import");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cannot open /data/in/part-0001.csv | cannot open <path>",
                "dial tcp 10.0.3.17:5432: connection refused | dial tcp <address>: connection refused",
                "GET https://api.example.com/v1/x?y=1 failed | GET <url> failed",
                "2026-03-01T12:00:00.123Z boom | <time> boom",
                "job 6f1c1f0e-9f3b-5c0a-9d57-0a5e3c6f7b21 lost | job <uuid> lost",
                "fault at 0x7ffde31c | fault at <hex>",
                "image sha256:0123456789abcdef0123 | image <hex>",
                "read 1,024 of 4096 bytes in 3.5 s | read <n> of <n> bytes in <n> s",
                "worker-x7k2p died | worker-<id> died",
                "pod import-abcde of import on node-a1 | pod <pod> of <owner> on <node>",
                "an import-abcdef stays | an import-abcdef stays",
                "python3 and utf8 stay | python3 and utf8 stay"
            })
    void takesOutWhatIsPeculiarToOnePod(String text, String expected) {
        assertThat(FailureSignature.normalised(text, POD)).isEqualTo(expected);
    }

    @Test
    void ofAPodWithoutAnythingSaysSo() {
        assertThat(FailureSignature.of(new PodFailure(POD, "", "", List.of(), List.of(), List.of(), null)))
                .isEqualTo("nothing to see");
    }

    @Test
    void escapesAndCuts() {
        String signature = FailureSignature.of(new PodFailure(
                POD, "Evicted", "\u001b[31m" + "x".repeat(3_000), List.of(), List.of(), List.of(), null));

        assertThat(signature)
                .startsWith("podReason=Evicted podMessage=\"\\u001b[")
                .hasSizeLessThanOrEqualTo(400);
    }
}
