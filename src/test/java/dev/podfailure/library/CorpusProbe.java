package dev.podfailure.library;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podfailure.pod.LastVersion;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CorpusProbe {
    @Test
    void print() throws Exception {
        var json = new ObjectMapper();
        var model = new KubernetesSerialization();
        var book = Library.book();
        for (String folder : System.getenv("CORPUS").split(",")) {
            try (var files = Files.list(Path.of(folder))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                    JsonNode r = json.readTree(file.toFile());
                    Pod pod = model.convertValue(r.path("pod"), Pod.class);
                    boolean all = System.getenv("ALL") != null;
                    String phase = pod.getStatus().getPhase();
                    if (all) pod.getStatus().setPhase("Failed".equals(phase) ? "Failed" : phase);
                    var events = Library.elements(r.path("events")).map(e -> model.convertValue(e, Event.class)).toList();
                    LastVersion.Answer a = LastVersion.ask(book, pod, events);
                    System.out.println(String.join("|", "X", folder.substring(folder.lastIndexOf('/') + 1), r.path("name").asText(), phase, r.path("truth").path("whose").asText(), a.responsible(), a.outcome(), a.category() + "/" + a.subcategory(), a.rule().replaceFirst(".*?/library-", ""), r.path("truth").path("cause").asText(), a.remarks().troubles().toString()));
                }
            }
        }
    }
}
