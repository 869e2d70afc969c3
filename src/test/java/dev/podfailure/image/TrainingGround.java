package dev.podfailure.image;

import dev.podfailure.events.v1alpha1.WatchRequest;
import dev.podfailure.operator.FailingPods;
import dev.podfailure.operator.RunningOperator;
import dev.podfailure.operator.WatchedEvents;
import dev.podfailure.rig.ControlPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lets the operator do its work once on a real control plane, for a JVM that takes note of the classes: {@code bin/image} puts
 * these into the image, ready to use.
 *
 * <p>Arguments: the control plane's binary, the file that the JVM writes at its end, and the command that starts the program.
 */
public final class TrainingGround {
    private static final int PODS = 200;
    private static final String NAMESPACE = "training";

    private TrainingGround() {}

    public static void main(String[] args) throws Exception {
        Path written = Path.of(args[1]);
        List<String> program = Arrays.asList(args).subList(2, args.length);
        try (ControlPlane plane = ControlPlane.start(Path.of(args[0]), new ControlPlane.Options(false, false))) {
            RunningOperator.install(plane);
            plane.kubectl("apply", "-k", "examples/library").output();
            plane.createNamespace(NAMESPACE);
            try (ImageProcess operator = ImageProcess.operator(
                    new ArrayList<>(program), plane.kubeconfigOf(RunningOperator.NAMESPACE, "podfailure"))) {
                work(plane, operator.awaitReady());
                operator.stop();
            }
        }
        if (!Files.exists(written)) {
            throw new IllegalStateException("the JVM has not written " + written);
        }
    }

    private static void work(ControlPlane plane, ImageProcess operator) throws InterruptedException {
        FailingPods pods = new FailingPods(plane.admin(), NAMESPACE);
        try (WatchedEvents events = WatchedEvents.of(
                operator.grpcPort(), WatchRequest.newBuilder().setSnapshot(true).build())) {
            IntStream.range(0, PODS)
                    .forEach(i -> pods.fail("pod-" + i, i % 200 + 1, "java.lang.OutOfMemoryError: Java heap space"));
            while (events.events().size() < PODS) {
                operator.assertAlive();
                Thread.sleep(100);
            }
            operator.page("/metrics");
        }
    }
}
