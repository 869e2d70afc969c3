package dev.podfailure.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.PrintWriter;

/** Prints objects for machines to read, in the same two forms for every command. */
public final class MachineOutput {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;

    public MachineOutput(PrintWriter out) {
        this.out = out;
    }

    /** One object on one line. */
    public void json(Object value) {
        try {
            line(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(value.getClass() + " cannot be written as JSON", e);
        }
    }

    /** One YAML document. */
    public void yaml(Object value) {
        String document = new KubernetesSerialization().asYaml(JSON.convertValue(value, JsonNode.class));
        line((document.startsWith("---") ? document : "---\n" + document).stripTrailing());
    }

    public void line(String line) {
        out.print(line + "\n");
    }
}
