package dev.podfailure.rig;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeShiftTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TimeShift shift =
            TimeShift.between(Instant.parse("2026-11-25T01:00:00.900Z"), Instant.parse("2027-01-01T00:00:10.100Z"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'finishedAt':'2026-11-25T01:00:05Z'} | {'finishedAt':'2027-01-01T00:00:15Z'}",
                "{'eventTime':'2026-11-25T01:00:05.123456Z'} | {'eventTime':'2027-01-01T00:00:15.123456Z'}",
                "{'a':[{'startedAt':'2026-11-25T00:59:59Z'}]} | {'a':[{'startedAt':'2027-01-01T00:00:09Z'}]}",
                "{'startedAt':'1970-01-01T00:00:00Z'} | {'startedAt':'1970-01-01T00:00:00Z'}",
                "{'message':'2026-11-25T01:00:05Z'} | {'message':'2026-11-25T01:00:05Z'}",
                "{'lastTransitionTime':null} | {'lastTransitionTime':null}",
            })
    void movesTimesAndNothingElse(String before, String after) throws JsonProcessingException {
        assertThat(shift.apply(json(before))).isEqualTo(json(after));
    }

    @Test
    void leavesTheRecordAlone() throws JsonProcessingException {
        JsonNode record = json("{'finishedAt':'2026-11-25T01:00:05Z'}");

        shift.apply(record);

        assertThat(record).isEqualTo(json("{'finishedAt':'2026-11-25T01:00:05Z'}"));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
