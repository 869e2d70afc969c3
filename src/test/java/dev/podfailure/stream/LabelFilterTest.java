package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelFilterTest {
    private static final Map<String, String> LABELS =
            Map.of("team", "a", "tier", "", "example.com/queue", "gpu", "app", "x-1.2_3");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | true",
                "' ' | true",
                "team | true",
                "queue | false",
                "!queue | true",
                "! team | false",
                "team=a | true",
                "team==a | true",
                "team = b | false",
                "team!=b | true",
                "queue!=b | true",
                "queue=b | false",
                "tier= | true",
                "team in (a, b) | true",
                "team in (b,c) | false",
                "team notin (b) | true",
                "queue notin (b) | true",
                "team notin (a) | false",
                "example.com/queue=gpu,team in (a,b),!other | true",
                "example.com/queue=gpu, team in (c), !other | false",
                "app=x-1.2_3 | true"
            })
    void selectsAsKubectlDoes(String selector, boolean selects) {
        assertThat(LabelFilter.parse(selector).test(LABELS)).isEqualTo(selects);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=a",
                "a=b=c",
                "a in b",
                "a in (b",
                "a in b)",
                ",a",
                "a,",
                "a,,b",
                "a>1",
                "-a",
                "a=-",
                "a in (b) c",
                "A.b/c/d",
                "a\nb",
                "a=\u001b[2J"
            })
    void saysWhatItCannotRead(String selector) {
        assertThatThrownBy(() -> LabelFilter.parse(selector))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("\"")
                .hasMessageNotContaining("\u001b");
    }
}
