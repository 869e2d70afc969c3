package dev.podfailure.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.library.Library.WrittenRule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The taxonomy and the rules say the same. */
class TaxonomyTest {
    private static final Map<String, Taxonomy> TAXONOMY = Taxonomy.byPair();

    static List<WrittenRule> rules() {
        return Library.rules();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRuleSaysWhatTheTaxonomySaysOfItsPair(WrittenRule written) {
        JsonNode rule = written.rule();

        assertThat(TAXONOMY.get(pair(rule)))
                .isEqualTo(new Taxonomy(
                        rule.path("category").asText(),
                        rule.path("subcategory").asText(),
                        rule.path("responsible").asText(),
                        rule.path("retry").asText(),
                        rule.path("hint").asText()));
    }

    @Test
    void everyPairIsGivenByARuleOrADefault() {
        Set<String> given =
                rules().stream().map(rule -> pair(rule.rule())).collect(Collectors.toCollection(HashSet::new));
        given.addAll(defaults());

        assertThat(TAXONOMY.keySet()).containsExactlyInAnyOrderElementsOf(given);
    }

    @Test
    void oneRuleSetGivesTheDefaultOfAll() {
        assertThat(defaults()).containsExactly("unclear/unexplained");
    }

    static List<Taxonomy> entries() {
        return Taxonomy.entries();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void everyEntryIsComplete(Taxonomy entry) {
        assertThat(entry.whose())
                .isIn(
                        "app",
                        "user-config",
                        "platform",
                        "node",
                        "network",
                        "registry",
                        "hardware",
                        "deliberate",
                        "unknown");
        assertThat(entry.retry()).isIn("Worthwhile", "Pointless", "Uncertain");
        assertThat(entry.hint()).isNotBlank();
    }

    private static List<String> defaults() {
        return Library.files().stream()
                .map(file -> Library.yaml(file).path("spec"))
                .filter(spec -> spec.has("defaultCategory"))
                .map(spec -> spec.path("defaultCategory").asText() + "/"
                        + spec.path("defaultSubcategory").asText())
                .toList();
    }

    private static String pair(JsonNode rule) {
        return rule.path("category").asText() + "/" + rule.path("subcategory").asText();
    }
}
