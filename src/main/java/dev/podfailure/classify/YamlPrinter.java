package dev.podfailure.classify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.PrintWriter;

/** One YAML document a pod. */
public final class YamlPrinter implements AnswerPrinter {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final PrintWriter out;

    public YamlPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void print(PodAnswer answer) {
        String document = YAML.asYaml(MAPPER.convertValue(answer, JsonNode.class));
        out.print(document.startsWith("---") ? document : "---\n" + document);
    }
}
