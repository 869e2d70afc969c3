package dev.podfailure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The arrows between the packages, and the names that say nothing. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.podfailure");

    @Test
    void packagesKnowOnlyWhatLiesBelowThem() {
        ArchRule arrows = layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.podfailure..")
                .withOptionalLayers(true)
                .layer("cli")
                .definedBy("dev.podfailure.cli..")
                .layer("operator")
                .definedBy("dev.podfailure.operator..")
                .layer("ruleset")
                .definedBy("dev.podfailure.ruleset..")
                .layer("pod")
                .definedBy("dev.podfailure.pod..")
                .layer("stream")
                .definedBy("dev.podfailure.stream..")
                .layer("push")
                .definedBy("dev.podfailure.push..")
                .layer("metrics")
                .definedBy("dev.podfailure.metrics..")
                .layer("recorder")
                .definedBy("dev.podfailure.recorder..")
                .layer("management")
                .definedBy("dev.podfailure.management..")
                .layer("access")
                .definedBy("dev.podfailure.access..")
                .layer("client")
                .definedBy("dev.podfailure.client..")
                .layer("tls")
                .definedBy("dev.podfailure.tls..")
                .layer("watch")
                .definedBy("dev.podfailure.watch..")
                .layer("desk")
                .definedBy("dev.podfailure.desk..")
                .layer("classify")
                .definedBy("dev.podfailure.classify..")
                .layer("ruletest")
                .definedBy("dev.podfailure.ruletest..")
                .layer("convert")
                .definedBy("dev.podfailure.convert..")
                .layer("lint")
                .definedBy("dev.podfailure.lint..")
                .layer("files")
                .definedBy("dev.podfailure.files..")
                .layer("rules")
                .definedBy("dev.podfailure.rules..")
                .layer("failure")
                .definedBy("dev.podfailure.failure..")
                .layer("api")
                .definedBy("dev.podfailure.api..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("operator")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("watch")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("desk")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("ruleset")
                .mayOnlyBeAccessedByLayers("operator", "desk", "cli")
                .whereLayer("pod")
                .mayOnlyBeAccessedByLayers("operator", "classify", "ruletest", "desk", "cli")
                .whereLayer("management")
                .mayOnlyBeAccessedByLayers("operator", "cli")
                .whereLayer("push")
                .mayOnlyBeAccessedByLayers("operator")
                .whereLayer("stream")
                .mayOnlyBeAccessedByLayers("push", "pod", "ruleset", "operator", "cli")
                .whereLayer("metrics")
                .mayOnlyBeAccessedByLayers("push", "pod", "ruleset", "stream", "recorder", "operator", "cli")
                .whereLayer("access")
                .mayOnlyBeAccessedByLayers("stream", "management", "operator")
                .whereLayer("client")
                .mayOnlyBeAccessedByLayers("push", "operator", "watch", "cli")
                .whereLayer("tls")
                .mayOnlyBeAccessedByLayers("client", "push", "operator", "watch", "cli")
                .whereLayer("recorder")
                .mayOnlyBeAccessedByLayers("pod", "ruleset", "operator")
                .whereLayer("convert")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("lint")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("rules")
                .mayOnlyBeAccessedByLayers(
                        "ruleset",
                        "pod",
                        "stream",
                        "metrics",
                        "operator",
                        "classify",
                        "desk",
                        "ruletest",
                        "convert",
                        "lint",
                        "cli");

        arrows.check(CLASSES);
    }

    @Test
    void rulesAndFactsArePure() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.podfailure.rules..", "dev.podfailure.failure..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.fabric8.kubernetes.client..",
                        "io.javaoperatorsdk..",
                        "io.grpc..",
                        "io.micrometer..",
                        "org.slf4j..",
                        "java.io..",
                        "java.net..",
                        "java.nio.file..")
                .check(CLASSES);
    }

    @Test
    void theResourceAndTheFactsKnowNothingOfTheRest() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.podfailure.api..", "dev.podfailure.failure..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.podfailure.rules..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("dev.podfailure.failure..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.podfailure.api..")
                .check(CLASSES);
    }

    @Test
    void onlyTheCompositionRootReadsSettingsFromTheEnvironment() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.podfailure.operator..", "dev.podfailure.cli..")
                .should()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getenv")
                .check(CLASSES);
    }

    @Test
    void classesAreNamedForWhatTheyAre() {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .haveNameNotMatching("dev\\.podfailure\\.events\\..*")
                .should()
                .haveNameNotMatching(".*(Manager|Helper|Utils?|Impl)")
                .andShould()
                .haveNameNotMatching("dev\\.podfailure\\..*(?<!FailureEvent|Health)Service")
                .check(CLASSES);
    }

    @Test
    void packagesAreNamedForTheirFeature() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..model..", "..impl..", "..service..")
                .check(CLASSES);
    }
}
