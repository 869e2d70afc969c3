package dev.podfailure.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodLabelNamesTest {
    @Test
    void readsPairs() {
        assertThat(PodLabelNames.parse(List.of("kueue.x-k8s.io/queue-name=queue", "team=team_name"))
                        .byKey())
                .containsExactly(entry("kueue.x-k8s.io/queue-name", "queue"), entry("team", "team_name"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            team                            | is "team", expected KEY=NAME
            a b=team                        | is for "a b", which is no key of a label
            =team                           | is for "", which is no key of a label
            team=                           | names team "", expected lower-case letters
            team=Team                       | names team "Team", expected lower-case letters
            team=team-name                  | names team "team-name", expected lower-case letters
            team=__name__                   | names team "__name__", expected lower-case letters
            team=instance                   | names team "instance", which Prometheus or the metric itself has already
            team=category                   | names team "category", which Prometheus or the metric itself has already
            team=a,team=b                   | has "team" twice
            team=a,squad=a                  | has the name "a" twice
            a=a,b=b,c=c,d=d,e=e             | has 5 labels, expected at most 4
            """)
    void saysWhatIsWrong(String pairs, String problem) {
        assertThatThrownBy(() -> PodLabelNames.parse(List.of(pairs.split(",", -1))))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("--metrics-pod-label")
                .hasMessageContaining(problem);
    }
}
