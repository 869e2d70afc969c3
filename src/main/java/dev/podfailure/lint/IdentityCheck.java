package dev.podfailure.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podfailure.files.FoundObject;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks what the schema leaves to the API server itself: version, name and namespace. */
final class IdentityCheck {
    private static final String API_VERSION = "podfailure.dev/v1alpha1";
    private static final int MAX_NAME = 253;
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final Findings findings;
    private final Map<String, FoundObject> seen;

    /** @param seen the rule sets so far by namespace and name */
    IdentityCheck(Findings findings, Map<String, FoundObject> seen) {
        this.findings = findings;
        this.seen = seen;
    }

    void check(FoundObject object) {
        if (!object.apiVersion().equals(API_VERSION)) {
            findings.add(
                    "apiVersion",
                    object.apiVersion().isEmpty() ? Code.MISSING : Code.BAD_VALUE,
                    "apiVersion must be " + API_VERSION);
        }
        JsonNode metadata = object.value().path("metadata");
        JsonNode name = metadata.path("name");
        JsonNode namespace = metadata.path("namespace");
        if (!name.isTextual() || name.asText().isEmpty()) {
            findings.add("metadata", Code.MISSING, "a name is required, and it must be a text");
            return;
        }
        if (name.asText().length() > MAX_NAME || !NAME.matcher(name.asText()).matches()) {
            findings.add(
                    "metadata.name",
                    Code.BAD_VALUE,
                    Findings.quote(name.asText())
                            + " is no name of an object: lower-case letters, digits, '-' and '.'");
        }
        boolean named = !namespace.isMissingNode() && !namespace.isNull();
        if (named
                && (!namespace.isTextual()
                        || !NAMESPACE.matcher(namespace.asText()).matches())) {
            findings.add("metadata.namespace", Code.BAD_VALUE, "this is no name of a namespace");
        }
        FoundObject before = seen.putIfAbsent(namespace.asText("") + "/" + name.asText(), object);
        if (before != null) {
            findings.add(
                    "metadata.name",
                    Code.NOT_UNIQUE,
                    "rule set " + Findings.quote(name.asText()) + " is there already, at " + before.place());
        }
    }
}
