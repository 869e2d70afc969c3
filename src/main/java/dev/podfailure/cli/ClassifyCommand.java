package dev.podfailure.cli;

import dev.podfailure.classify.AnswerPrinter;
import dev.podfailure.classify.ConditionRemarks;
import dev.podfailure.classify.EventFiles;
import dev.podfailure.classify.JsonPrinter;
import dev.podfailure.classify.Library;
import dev.podfailure.classify.Namespaces;
import dev.podfailure.classify.PodAnswer;
import dev.podfailure.classify.PodClassifier;
import dev.podfailure.classify.RuleSetFiles;
import dev.podfailure.classify.TablePrinter;
import dev.podfailure.classify.YamlPrinter;
import dev.podfailure.failure.EscapedText;
import dev.podfailure.files.FoundObject;
import dev.podfailure.files.InvalidInputException;
import dev.podfailure.files.ObjectFiles;
import dev.podfailure.pod.SnapshotReview;
import dev.podfailure.rules.CompilerOptions;
import dev.podfailure.rules.RuleBook;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code podfailure classify}. */
@Command(
        name = "classify",
        description = {
            "Says what the operator would say about pods in files, without a cluster.",
            "",
            "  kubectl get pods -A -o json | podfailure classify --library --pods -",
            "  podfailure classify --rules rules/ --pods pod.yaml --events events.json --explain"
        },
        footer = {
            "",
            "Files are YAML or JSON, with one or many documents, or lists as kubectl prints them. Of a folder, every"
                    + " .yaml, .yml and .json file is read. Namespace objects before the pods, or among the rules, give"
                    + " the labels for namespaceSelector.",
            "",
            "Exit codes: 0; 2 for wrong options, and for input that cannot be read, with file, document and line."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = PodfailureVersion.class)
final class ClassifyCommand implements Callable<Integer> {
    /** How often to look whether anybody still reads the output. */
    private static final int LOOK_EVERY = 100;

    /** How answers are printed. */
    enum Format {
        table,
        json,
        yaml
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @ArgGroup(exclusive = false, multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Rules rules;

    /** Where the rules come from. */
    static final class Rules {
        @Option(
                names = "--rules",
                paramLabel = "FILE|DIR|-",
                arity = "1..*",
                description = "FailureCategoryRuleSet objects. A rule set without a namespace is taken for one of"
                        + " namespace default, as kubectl would")
        private List<String> files = List.of();

        @Option(
                names = "--library",
                description = "The rule library that comes with this program. Beside --rules, a rule set of the same"
                        + " name takes the place of the library's")
        private boolean library;
    }

    @Option(
            names = "--pods",
            required = true,
            paramLabel = "FILE|DIR|-",
            arity = "1..*",
            description = "Pods, PodLists, Lists. - is standard input")
    private List<String> pods = List.of();

    @Option(
            names = "--events",
            paramLabel = "FILE|DIR|-",
            arity = "1..*",
            description = "Events of core/v1 or events.k8s.io/v1; they are matched to pods by UID")
    private List<String> events = List.of();

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "podfailure-system",
            description = "Namespace of the operator: rule sets in it apply to pods of every namespace. Default:"
                    + " ${DEFAULT-VALUE}")
    private String namespace = "";

    @Option(
            names = "--default-category",
            paramLabel = "CATEGORY",
            defaultValue = "uncategorized",
            description = "As of the operator: category of a pod that no rule matches when no applicable rule set has a"
                    + " defaultCategory. Default: ${DEFAULT-VALUE}")
    private String defaultCategory = "";

    @Mixin
    private final TenantOptions tenants = new TenantOptions();

    @Option(
            names = "--all",
            description = "Ask about every pod as if it had failed; without, pods in another phase than Failed are"
                    + " NotFailed")
    private boolean all;

    @Option(
            names = "--explain",
            description =
                    "Tell every rule that was asked, and of those that did not hold the first matcher that did not"
                            + " and what it saw instead")
    private boolean explain;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table (failed pods only), json (one object a line) or yaml (one document a pod). Default:"
                    + " ${DEFAULT-VALUE}")
    private Format output = Format.table;

    private final InputStream standardInput;
    private final Map<PodAnswer.Outcome, Integer> counts = new EnumMap<>(PodAnswer.Outcome.class);
    private int answers;

    ClassifyCommand(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /** Thrown when nobody reads the output any more: {@code | head} has seen enough. */
    private static final class NobodyReadsException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            classify(out, err);
            return 0;
        } catch (InvalidInputException e) {
            out.flush();
            err.println("podfailure: " + e.getMessage());
            return spec.exitCodeOnInvalidInput();
        } catch (NobodyReadsException e) {
            return 0;
        } finally {
            out.flush();
        }
    }

    private void classify(PrintWriter out, PrintWriter err) {
        RuleSetFiles ruleSets = readRules();
        ruleSets.remarks().forEach(remark -> err.println(EscapedText.of(remark)));
        EventFiles knownEvents = new EventFiles();
        new ObjectFiles(standardInput, "Event", false).read(events, knownEvents::add);
        Namespaces namespaces = new Namespaces();
        namespaces.addAll(ruleSets.namespaces());
        RuleBook book = ruleSets.book(defaultCategory);
        ConditionRemarks conditions = new ConditionRemarks();
        PodClassifier classifier = new PodClassifier(
                new SnapshotReview(book, all, conditions::add), namespaces, knownEvents, explain);
        AnswerPrinter printer =
                switch (output) {
                    case json -> new JsonPrinter(out);
                    case yaml -> new YamlPrinter(out);
                    case table -> new TablePrinter(out);
                };
        try {
            new ObjectFiles(standardInput, "Pod", false)
                    .read(pods, object -> take(object, namespaces, classifier, printer));
        } finally {
            printer.end();
        }
        out.flush();
        conditions.lines().forEach(line -> err.println(EscapedText.of(line)));
        if (book.usesNamespaceSelectors() && !namespaces.unknown().isEmpty()) {
            err.println(
                    "The labels of these namespaces are not in the input, and a rule set selects namespaces by labels: "
                            + namespaces.unknown().stream().sorted().limit(10).collect(Collectors.joining(", ")));
        }
        if (output == Format.table) {
            err.println(summary());
        }
    }

    private RuleSetFiles readRules() {
        RuleSetFiles ruleSets =
                new RuleSetFiles(new CompilerOptions(namespace, tenants.priorityLimit(), tenants.ignore()));
        if (!rules.files.isEmpty()) {
            new ObjectFiles(standardInput, RuleSetFiles.KIND, true).read(rules.files, ruleSets::add);
            if (ruleSets.sets().isEmpty()) {
                throw new InvalidInputException(
                        String.join(" ", rules.files), "there is no " + RuleSetFiles.KIND + " in this");
            }
        }
        if (rules.library) {
            Library.read(ruleSets::addUnlessThere);
        }
        return ruleSets;
    }

    private void take(FoundObject object, Namespaces namespaces, PodClassifier classifier, AnswerPrinter printer) {
        if (object.kind().equals("Namespace")) {
            namespaces.add(object);
            return;
        }
        PodAnswer answer = classifier.answer(object);
        counts.merge(answer.outcome(), 1, Integer::sum);
        printer.print(answer);
        if (++answers % LOOK_EVERY == 0 && spec.commandLine().getOut().checkError()) {
            throw new NobodyReadsException();
        }
    }

    private String summary() {
        int failed = answers - counts.getOrDefault(PodAnswer.Outcome.NotFailed, 0);
        String parts = counts.entrySet().stream()
                .filter(entry -> entry.getKey() != PodAnswer.Outcome.NotFailed)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%d of %d pods %s%s",
                failed,
                answers,
                all ? "asked about" : "failed",
                parts.isEmpty() ? "" : ": " + parts);
    }
}
