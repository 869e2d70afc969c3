package dev.podfailure.classify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NullsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1} | {\"a\":1}",
                "{\"a\":null,\"b\":{\"c\":null}} | {\"b\":{}}",
                "{\"a\":[null,{\"b\":null},[null,1],null]} | {\"a\":[{},[1]]}",
                "{\"metadata\":{\"labels\":{\"x\":null,\"y\":\"z\"}}} | {\"metadata\":{\"labels\":{\"x\":\"\",\"y\":\"z\"}}}",
                "{\"labels\":null} | {}"
            })
    void areTakenOut(String written, String left) throws JsonProcessingException {
        JsonNode value = JSON.readTree(written);

        Nulls.remove(value);

        assertThat(value).isEqualTo(JSON.readTree(left));
    }
}
