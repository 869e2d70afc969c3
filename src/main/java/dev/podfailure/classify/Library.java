package dev.podfailure.classify;

import dev.podfailure.files.FoundObject;
import dev.podfailure.files.ObjectFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The rule library that comes with the program: the rule sets of {@code examples/library}, in the jar. */
public final class Library {
    private static final String FOLDER = "/library/";

    private Library() {}

    /** Gives each rule set of the library to the sink. */
    public static void read(Consumer<FoundObject> sink) {
        ObjectFiles files = new ObjectFiles(InputStream.nullInputStream(), RuleSetFiles.KIND, true);
        names(files).forEach(name -> read(files, name, sink));
    }

    /** A class path cannot be listed; the library's kustomization can. */
    private static List<String> names(ObjectFiles files) {
        List<String> names = new ArrayList<>();
        read(
                files,
                "kustomization.yaml",
                kustomization ->
                        kustomization.value().path("resources").forEach(resource -> names.add(resource.asText())));
        return names;
    }

    private static void read(ObjectFiles files, String name, Consumer<FoundObject> sink) {
        try (InputStream in = Library.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its library's " + name);
            }
            files.read("library/" + name, in, sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
