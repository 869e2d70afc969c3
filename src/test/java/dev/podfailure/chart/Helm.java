package dev.podfailure.chart;

import dev.podfailure.rig.ProgramRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real Helm, of the version that {@code tools/go.mod} pins; it is built if that was not done yet. */
public final class Helm {
    public static final String CHART = "charts/podfailure";

    static final String NAMESPACE = "podfailure-system";

    /** What Helm's users expect on every object; {@code manifests/} have none of these labels. */
    static final List<String> OWN_LABELS = List.of(
            "app.kubernetes.io/instance", "app.kubernetes.io/version", "app.kubernetes.io/managed-by", "helm.sh/chart");

    private static final String BINARY = ProgramRun.of(
                    "", List.of(Path.of("tools", "build").toString()))
            .output()
            .strip();

    private Helm() {}

    /** Runs helm; its home is of no interest, it needs no repository. */
    static ProgramRun run(String stdin, String... arguments) {
        List<String> command = new ArrayList<>(List.of(BINARY));
        command.addAll(List.of(arguments));
        return ProgramRun.of(stdin, command);
    }

    /** The objects of the chart with these values, as YAML. */
    public static ProgramRun template(String values, String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("template", "podfailure", CHART, "--namespace", NAMESPACE, "--values", "-"));
        all.addAll(List.of(arguments));
        return run(values, all.toArray(String[]::new));
    }
}
