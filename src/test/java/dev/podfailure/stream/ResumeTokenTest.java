package dev.podfailure.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                .allMatch(Optional::isEmpty);
    }

    /** As another version of the operator may make them: a format, something, and the checksum of both. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 49, 200, 508})
    void isKnownAsAStrangersIfItIsWholeAndOfAnotherFormat(int length) {
        Optional<ResumeToken> read = ResumeToken.decode(ofFormat(2, length));

        assertThat(read).hasValueSatisfying(token -> {
            assertThat(token.incarnation()).isZero();
            assertThat(token.version()).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 48, 50, 200})
    void isNotReadIfItsLengthIsNotThatOfItsFormat(int length) {
        assertThat(ResumeToken.decode(ofFormat(1, length))).isEmpty();
    }

    @Test
    void isNotReadIfItIsLongerThanAnyToken() {
        assertThat(ResumeToken.decode(ofFormat(2, 509))).isEmpty();
    }

    private static ByteString ofFormat(int format, int length) {
        byte[] body = new byte[length];
        body[0] = (byte) format;
        CRC32 checksum = new CRC32();
        checksum.update(body);
        return ByteString.copyFrom(ByteBuffer.allocate(length + Integer.BYTES)
                .put(body)
                .putInt((int) checksum.getValue())
                .array());
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
