package dev.podfailure.image;

import dev.podfailure.operator.RunningOperator;
import dev.podfailure.rig.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the image that was built last takes from its command to ready, on a real API server, without and with the rule
 * library in force: as it is, and in turn with it without its archive of classes.
 *
 * <p>Arguments: the control plane's binary, the number of starts of each kind.
 */
public final class ImageBenchmark {
    private final List<String> program;
    private final Path kubeconfig;

    private ImageBenchmark(List<String> program, Path kubeconfig) {
        this.program = program;
        this.kubeconfig = kubeconfig;
    }

    public static void main(String[] args) throws Exception {
        int starts = Integer.parseInt(args[1]);
        Path folder = Files.createTempDirectory("podfailure-image-");
        try (ControlPlane plane = ControlPlane.start(Path.of(args[0]), new ControlPlane.Options(false, false))) {
            RunningOperator.install(plane);
            ImageBenchmark benchmark = new ImageBenchmark(
                    BuiltImage.unpack(folder).command(), plane.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure"));
            benchmark.run("without a rule", starts);
            plane.kubectl("apply", "-k", "examples/library").output();
            benchmark.run("with the rule library", starts);
        } finally {
            BuiltImage.run(List.of("rm", "-r", folder.toString()));
        }
    }

    private void run(String rules, int starts) throws IOException, InterruptedException {
        start("-Xshare:auto");
        List<String> with = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            with.add(start("-Xshare:auto"));
            without.add(start("-Xshare:off"));
        }
        System.out.printf("%s, from the archive of classes: %s%n", rules, String.join(", ", with));
        System.out.printf("%s, without the archive: %s%n", rules, String.join(", ", without));
    }

    private String start(String option) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.add(1, option);
        Instant before = Instant.now();
        try (ImageProcess operator = ImageProcess.operator(command, kubeconfig).awaitReady()) {
            Duration taken = Duration.between(before, Instant.now());
            operator.stop();
            return "%.1f s".formatted(taken.toMillis() / 1_000.0);
        }
    }
}
