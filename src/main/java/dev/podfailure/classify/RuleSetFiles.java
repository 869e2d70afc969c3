package dev.podfailure.classify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.podfailure.files.FoundObject;
import dev.podfailure.files.InvalidInputException;
import dev.podfailure.rules.CompiledRuleSet;
import dev.podfailure.rules.CompilerOptions;
import dev.podfailure.rules.RuleBook;
import dev.podfailure.rules.RuleCompiler;
import dev.podfailure.rules.RuleProblem;
import dev.podfailure.rules.RuleSetSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rule sets from files, compiled as the operator compiles them. Not thread-safe. */
public final class RuleSetFiles {
    public static final String KIND = "FailureCategoryRuleSet";

    private static final String API_VERSION = "podfailure.dev/v1alpha1";

    /** What kubectl takes for an object that names none, unless its context says another. */
    private static final String DEFAULT_NAMESPACE = "default";

    private final RuleCompiler compiler;
    private final Map<String, FoundObject> found = new LinkedHashMap<>();
    private final Map<String, CompiledRuleSet> sets = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> namespaces = new HashMap<>();
    private final List<String> remarks = new ArrayList<>();

    public RuleSetFiles(CompilerOptions options) {
        this.compiler = new RuleCompiler(options);
    }

    /**
     * Takes in an object: a rule set, or a namespace for its labels; other kinds are none of the operator's business.
     *
     * @throws InvalidInputException if it is a rule set without a name, of another version, or one that is there already
     */
    public void add(FoundObject object) {
        if (object.kind().equals("Namespace")) {
            namespaces.put(Namespaces.name(object), Namespaces.labels(object));
        } else if (object.kind().equals(KIND)) {
            addRuleSet(object);
        }
    }

    /** The same, but a rule set that is there already stays, and this one is left out. */
    public void addUnlessThere(FoundObject object) {
        JsonNode metadata = object.value().path("metadata");
        String path = metadata.path("namespace").asText("") + "/"
                + metadata.path("name").asText("");
        FoundObject before = found.get(path);
        if (before == null) {
            add(object);
        } else {
            remarks.add(before.place() + ": rule set " + path + " takes the place of the one in "
                    + object.place().file());
        }
    }

    private void addRuleSet(FoundObject object) {
        if (!object.apiVersion().isEmpty() && !object.apiVersion().equals(API_VERSION)) {
            throw new InvalidInputException(
                    object.placeOf("apiVersion"),
                    "apiVersion of a " + KIND + " is " + API_VERSION + ", not " + object.apiVersion());
        }
        JsonNode metadata = object.value().path("metadata");
        String name = metadata.path("name").asText("");
        if (name.isEmpty()) {
            throw new InvalidInputException(object.placeOf("metadata"), "metadata.name is missing");
        }
        String namespace = metadata.path("namespace").asText("");
        if (namespace.isEmpty()) {
            namespace = DEFAULT_NAMESPACE;
            remarks.add(object.place() + ": " + name
                    + " names no namespace: taken for one of namespace default, as kubectl would");
        }
        String path = namespace + "/" + name;
        FoundObject before = found.putIfAbsent(path, object);
        if (before != null) {
            throw new InvalidInputException(
                    object.place(), "rule set " + path + " is there already, at " + before.place());
        }
        compile(path, namespace, name, object);
    }

    private void compile(String path, String namespace, String name, FoundObject object) {
        JsonNode spec = object.value().get("spec");
        CompiledRuleSet set = compiler.compile(
                new RuleSetSource(namespace, name, "", 0, Instant.EPOCH, spec == null ? NullNode.getInstance() : spec));
        sets.put(path, set);
        for (RuleProblem problem : set.problems()) {
            remarks.add(object.placeOf(problem.path()) + ": " + problem.path() + ": " + problem.message());
        }
        if (!set.accepted()) {
            remarks.add(object.place() + ": rule set " + path + " is not in use: " + set.acceptance());
        }
        for (RuleProblem warning : set.warnings()) {
            remarks.add(object.placeOf(warning.path()) + ": warning: " + warning.path() + ": " + warning.message());
        }
    }

    /** What a user should hear: what was left out, and why. One line each. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** The rule sets by {@code namespace/name}, as they were given. */
    public Map<String, CompiledRuleSet> sets() {
        return Map.copyOf(sets);
    }

    /** Labels of the namespaces that stood among the rules. */
    public Map<String, Map<String, String>> namespaces() {
        return Map.copyOf(namespaces);
    }

    /** The book of all of them. */
    public RuleBook book(String defaultCategory) {
        Collection<CompiledRuleSet> all = sets.values();
        return RuleBook.of(all, defaultCategory);
    }
}
