package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import dev.podfailure.events.v1alpha1.Classification;
import dev.podfailure.events.v1alpha1.FailureEvent;
import dev.podfailure.events.v1alpha1.FailureKind;
import dev.podfailure.events.v1alpha1.PodReference;
import dev.podfailure.events.v1alpha1.RuleReference;
import dev.podfailure.events.v1alpha1.WatchRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFilterTest {
    private static final FailureEvent EVENT = FailureEvent.newBuilder()
            .setKind(FailureKind.FAILURE_KIND_POD_FAILED)
            .setPod(PodReference.newBuilder().setNamespace("batch"))
            .setClassification(Classification.newBuilder()
                    .setCategory("infrastructure")
                    .setSubcategory("node")
                    .setRule(RuleReference.newBuilder()
                            .setRulesetNamespace("ops")
                            .setRulesetName("platform")))
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                                                                | true",
                "include {namespaces: 'batch'}                                                     | true",
                "include {namespaces: 'other'}                                                     | false",
                "include {namespaces: ['other', 'batch']}                                          | true",
                "include {categories: 'infrastructure'}                                            | true",
                "include {categories: 'Infrastructure'}                                            | false",
                "include {subcategories: 'node'}                                                   | true",
                "include {subcategories: ''}                                                       | false",
                "include {ruleset_names: 'platform'}                                               | true",
                "include {ruleset_names: 'ops'}                                                    | false",
                "include {kinds: FAILURE_KIND_POD_FAILED}                                          | true",
                "include {kinds: FAILURE_KIND_DISRUPTED}                                           | false",
                "include {namespaces: 'batch' categories: 'user'}                                  | false",
                "include {namespaces: 'batch'} include {categories: 'user'}                        | true",
                "exclude {categories: 'infrastructure'}                                            | false",
                "exclude {categories: 'infrastructure' namespaces: 'other'}                        | true",
                "include {namespaces: 'batch'} exclude {subcategories: 'node'}                     | false",
                "include {namespaces: 'batch'} exclude {subcategories: 'x'} exclude {kinds: FAILURE_KIND_DISRUPTED} | true",
            })
    void letsPassWhatWasAskedFor(String request, boolean passes) throws TextFormat.ParseException {
        WatchRequest watch = TextFormat.parse(request, WatchRequest.class);

        assertThat(WatchPlan.of(watch, StreamSettings.DEFAULT).filter().test(EVENT))
                .isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource({"'', true", "x, false"})
    void findsEventsWithoutASubcategoryAndWithoutARule(String subcategory, boolean passes)
            throws TextFormat.ParseException {
        WatchRequest watch = TextFormat.parse("include {subcategories: '" + subcategory + "'}", WatchRequest.class);
        FailureEvent plain = FailureEvent.newBuilder()
                .setClassification(Classification.newBuilder().setCategory("uncategorized"))
                .build();

        assertThat(WatchPlan.of(watch, StreamSettings.DEFAULT).filter().test(plain))
                .isEqualTo(passes);
    }
}
