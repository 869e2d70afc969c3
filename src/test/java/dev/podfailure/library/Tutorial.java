package dev.podfailure.library;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that {@code docs/writing-rules.md} shows. */
final class Tutorial {
    private static final Path PAGE = Path.of("docs", "writing-rules.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n# file: (\\S+)\\n(.*?)^```$");

    private Tutorial() {}

    /** What is in them, by their names in the order of the page. */
    static Map<String, JsonNode> files() {
        Map<String, JsonNode> files = new LinkedHashMap<>();
        Matcher block = BLOCK.matcher(page());
        while (block.find()) {
            files.put(block.group(1), Serialization.unmarshal(block.group(2), JsonNode.class));
        }
        return files;
    }

    static String page() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + PAGE, e);
        }
    }
}
