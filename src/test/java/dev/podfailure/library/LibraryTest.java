package dev.podfailure.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podfailure.library.Library.WrittenRule;
import dev.podfailure.pod.AskedPod;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.Remarks;
import dev.podfailure.rules.RuleBook;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule set of the library compiles, and every rule takes what it is for and leaves what is not. */
class LibraryTest {
    private static final RuleBook BOOK = Library.book();

    static List<Path> files() {
        return Library.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void compilesWithoutAWord(Path file) {
        CompiledRuleSet compiled = Library.compile(file);

        assertThat(compiled.problems()).isEmpty();
        assertThat(compiled.warnings()).isEmpty();
        assertThat(compiled.accepted()).isTrue();
    }

    static List<RuleCase> cases() {
        return RuleCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatItsTestsExpect(RuleCase each) {
        AskedPod.Answer answer = AskedPod.ask(BOOK, List.of(each.pod()), each.events());

        assertThat(answer.outcome() + " " + answer.category() + "/" + answer.subcategory() + " " + answer.rule())
                .isEqualTo(each.expected("outcome") + " " + each.expected("category") + "/"
                        + each.expected("subcategory") + " " + each.expected("rule"));
        assertThat(answer.remarks()).isEqualTo(Remarks.NONE);
    }

    @Test
    void everyRuleHasACaseThatItTakes() {
        Set<String> taken = cases().stream().map(each -> each.expected("rule")).collect(Collectors.toSet());

        assertThat(Library.rules())
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(taken).contains("podfailure-system/" + rule));
    }

    @Test
    void everyRuleHasACaseThatItLeaves() {
        assertThat(Library.rules())
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(cases())
                        .anyMatch(each -> each.name().startsWith("not " + rule.name() + ": ")
                                && isOf(each, rule)
                                && !each.expected("rule").endsWith("/" + rule)));
    }

    private static boolean isOf(RuleCase each, WrittenRule rule) {
        return rule.set()
                .equals("library-" + each.file().getFileName().toString().replace(".yaml", ""));
    }
}
