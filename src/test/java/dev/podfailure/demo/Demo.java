package dev.podfailure.demo;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The entry point of {@code make demo}. Exit code: 0 if every pod got the category that was expected, else 1. */
public final class Demo {
    private Demo() {}

    public static void main(String[] args) {
        DemoSettings settings = DemoSettings.of(System.getenv());
        Screen screen = new Screen(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        boolean asExpected;
        try {
            asExpected = settings.kubeconfig().isPresent()
                    ? new ClusterDemo(settings, settings.kubeconfig().get(), screen).run()
                    : new RecordedDemo(settings, screen).run();
        } catch (DemoException e) {
            screen.line("demo: " + e.getMessage());
            asExpected = false;
        }
        System.exit(asExpected ? 0 : 1);
    }
}
