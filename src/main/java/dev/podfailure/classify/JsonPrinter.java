package dev.podfailure.classify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.PrintWriter;

/** One JSON object a line, in the order of the input. */
public final class JsonPrinter implements AnswerPrinter {
    private static final ObjectWriter WRITER = new ObjectMapper().writerFor(PodAnswer.class);

    private final PrintWriter out;

    public JsonPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void print(PodAnswer answer) {
        try {
            out.print(WRITER.writeValueAsString(answer));
            out.print('\n');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }
}
