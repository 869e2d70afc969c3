package dev.podfailure.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.files.FoundObject;
import dev.podfailure.files.ObjectFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The schema of a rule set: that of the CRD, of which the program carries a copy. */
final class RuleSetSchema {
    private static final String FILE = "/META-INF/fabric8/failurecategoryrulesets.podfailure.dev-v1.yml";

    private RuleSetSchema() {}

    /** The OpenAPI schema of the whole object. */
    static JsonNode read() {
        List<FoundObject> found = new ArrayList<>();
        try (InputStream in = RuleSetSchema.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its CRD");
            }
            new ObjectFiles(InputStream.nullInputStream(), "", false).read(FILE, in, found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.getFirst().value().at("/spec/versions/0/schema/openAPIV3Schema");
    }
}
