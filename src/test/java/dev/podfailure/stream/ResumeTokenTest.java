package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResumeTokenTest {
    private static final ResumeToken TOKEN = new ResumeToken(-7, new Position(3, 9, 12, 1_700_000_000_000L), 4_711);

    @Property
    void comesBackAsItWas(
            @ForAll long incarnation,
            @ForAll @LongRange(min = 0, max = 10) long pods,
            @ForAll @LongRange(min = 10) long seq,
            @ForAll long notBefore,
            @ForAll @LongRange(min = 0) long version) {
        ResumeToken token = new ResumeToken(incarnation, new Position(pods, 10, seq, notBefore), version);

        assertThat(ResumeToken.decode(token.encode())).contains(token);
    }

    @Property
    void isNotMadeOfAnyBytes(@ForAll byte[] bytes) {
        assertThat(ResumeToken.decode(ByteString.copyFrom(bytes))).isEmpty();
    }

    @Test
    void isNotReadOnceAnyOfItsBytesChanged() {
        byte[] whole = TOKEN.encode().toByteArray();

        assertThat(IntStream.range(0, whole.length).mapToObj(at -> {
                    byte[] mangled = whole.clone();
                    mangled[at] ^= 1;
                    return ResumeToken.decode(ByteString.copyFrom(mangled));
                }))
                .hasSize(whole.length)
                .allMatch(java.util.Optional::isEmpty);
    }

    static Stream<ResumeToken> impossibleTokens() {
        return Stream.of(
                new ResumeToken(1, new Position(-1, 0, 0, 0), 0),
                new ResumeToken(1, new Position(5, 4, 9, 0), 0),
                new ResumeToken(1, new Position(0, 10, 9, 0), 0),
                new ResumeToken(1, new Position(0, 0, -1, 0), 0),
                new ResumeToken(1, new Position(0, 0, 9, 0), -1));
    }

    @ParameterizedTest
    @MethodSource("impossibleTokens")
    void isNotReadIfItSaysWhatCannotBe(ResumeToken token) {
        assertThat(ResumeToken.decode(token.encode())).isEmpty();
    }
}
