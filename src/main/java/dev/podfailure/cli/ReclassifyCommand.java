package dev.podfailure.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podfailure.desk.AnnotatedFailure;
import dev.podfailure.desk.PodPages;
import dev.podfailure.desk.PodSelection;
import dev.podfailure.desk.Reclassification;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code podfailure reclassify}. */
@Command(
        name = "reclassify",
        description = {
            "Asks the operator for a new decision on failed pods that have one: after a rule was mended, for example.",
            "",
            "  ${ROOT-COMMAND-NAME} reclassify -n batch import-7f9c8",
            "  ${ROOT-COMMAND-NAME} reclassify -A --category uncategorized --dry-run"
        },
        footer = {
            "",
            "Sets podfailure.dev/reclassify: \"true\" on the pods, and the operator does the rest. Counters of failures"
                    + " do not move; podfailure_reclassified_total does.",
            "Needs the rights to list and to patch pods. Exit codes: 0; 1 the cluster refused some of it or did not"
                    + " answer, a named pod is not there, or you did not agree; 2 wrong options."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = PodfailureVersion.class)
final class ReclassifyCommand implements Callable<Integer> {
    private static final int ASK_ABOVE = 10;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final PodOptions pods = new PodOptions();

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "Pods of the namespace; none for all that the options choose")
    private List<String> names = List.of();

    @Option(names = "--dry-run", description = "Only say which pods it would be")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask, however many pods it is. Without, more than " + ASK_ABOVE + " need a yes")
    private boolean yes;

    private final InputStream standardInput;

    ReclassifyCommand(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() {
        return cluster.run(this::reclassify);
    }

    private int reclassify(KubernetesClient client) {
        PodSelection selection = pods.selection(cluster, client);
        if (!names.isEmpty() && selection.namespace().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "names of pods and --all-namespaces exclude each other");
        }
        Set<String> missing = new TreeSet<>(names);
        List<AnnotatedFailure> chosen = choose(client, selection, missing);
        missing.forEach(name ->
                cluster.fail("pod " + selection.namespace() + "/" + name + " is no failed pod that has a decision"));
        int result = reclassify(client, selection, chosen);
        return missing.isEmpty() ? result : 1;
    }

    private List<AnnotatedFailure> choose(KubernetesClient client, PodSelection selection, Set<String> missing) {
        List<AnnotatedFailure> chosen = new ArrayList<>();
        new PodPages(client)
                .failed(
                        selection,
                        pod -> AnnotatedFailure.of(pod)
                                .filter(failure -> names.isEmpty() || names.contains(failure.name()))
                                .ifPresent(failure -> {
                                    missing.remove(failure.name());
                                    if (pods.includes(failure)) {
                                        chosen.add(failure);
                                    }
                                }));
        return chosen;
    }

    private int reclassify(KubernetesClient client, PodSelection selection, List<AnnotatedFailure> chosen) {
        if (chosen.isEmpty()) {
            spec.commandLine().getErr().println("No such annotated failed pods found in " + selection.place() + ".");
            return 0;
        }
        if (dryRun) {
            chosen.forEach(pod -> say("pod " + pod.namespace() + "/" + pod.name() + " would be decided anew; it has "
                    + pod.category() + (pod.subcategory().isEmpty() ? "" : "/" + pod.subcategory())));
            say(pods(chosen.size()) + ". Nothing was changed.");
            return 0;
        }
        if (chosen.size() > ASK_ABOVE && !yes && !agreed(chosen.size(), selection)) {
            return cluster.fail("nothing was changed");
        }
        return ask(new Reclassification(client), chosen);
    }

    private int ask(Reclassification reclassification, List<AnnotatedFailure> chosen) {
        int asked = 0;
        int gone = 0;
        int refused = 0;
        for (AnnotatedFailure pod : chosen) {
            switch (reclassification.ask(pod)) {
                case Reclassification.Result.Asked done -> asked++;
                case Reclassification.Result.Gone away -> gone++;
                case Reclassification.Result.Refused no -> {
                    refused++;
                    cluster.fail(
                            no.code() == HttpURLConnection.HTTP_FORBIDDEN
                                    ? "you may not patch pods in namespace " + pod.namespace() + " (403): "
                                            + no.message()
                                    : "pod " + pod.namespace() + "/" + pod.name() + ": " + no.code() + ": "
                                            + no.message());
                    if (refused == 1 && asked == 0 && no.code() == HttpURLConnection.HTTP_FORBIDDEN) {
                        return 1;
                    }
                }
            }
        }
        say(asked + " of " + pods(chosen.size()) + " will be decided anew"
                + (gone == 0 ? "" : ", " + gone + " are gone") + (refused == 0 ? "" : ", " + refused + " were refused")
                + ".");
        return refused == 0 ? 0 : 1;
    }

    private boolean agreed(int count, PodSelection selection) {
        PrintWriter err = spec.commandLine().getErr();
        err.print(count + " pods of " + selection.place() + " will be decided anew. Go on? [y/N] ");
        err.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(standardInput, UTF_8)).readLine();
            return answer != null
                    && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pods(int count) {
        return count == 1 ? "1 pod" : count + " pods";
    }

    private void say(String line) {
        spec.commandLine().getOut().print(line + "\n");
    }
}
