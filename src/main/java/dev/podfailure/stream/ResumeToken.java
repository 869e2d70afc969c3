package dev.podfailure.stream;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A position as clients carry it around. It gives no authority, so it is not signed; the checksum finds what was cut or
 * mangled on the way.
 *
 * @param incarnation names the log: another one for each replica and each start
 * @param position the position in that log
 * @param version every event up to this resource version came before the position; 0 if nobody knows
 */
record ResumeToken(long incarnation, Position position, long version) {
    private static final byte FORMAT = 1;
    private static final int BODY_BYTES = 1 + 6 * Long.BYTES;
    private static final int BYTES = BODY_BYTES + Integer.BYTES;

    ByteString encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .put(FORMAT)
                .putLong(incarnation)
                .putLong(position.podsAfter())
                .putLong(position.podsUpTo())
                .putLong(position.seq())
                .putLong(position.notBefore())
                .putLong(version);
        bytes.putInt(checksum(bytes.array()));
        return ByteString.copyFrom(bytes.array());
    }

    /** The token, if these bytes are one. */
    static Optional<ResumeToken> decode(ByteString token) {
        if (token.size() != BYTES || token.byteAt(0) != FORMAT) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(token.toByteArray());
        if (bytes.getInt(BODY_BYTES) != checksum(bytes.array())) {
            return Optional.empty();
        }
        bytes.get();
        long incarnation = bytes.getLong();
        Position position = new Position(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        return Optional.of(new ResumeToken(incarnation, position, bytes.getLong()))
                .filter(ResumeToken::isConsistent);
    }

    private boolean isConsistent() {
        return position.podsAfter() >= 0
                && position.podsAfter() <= position.podsUpTo()
                && position.podsUpTo() <= position.seq()
                && version >= 0;
    }

    private static int checksum(byte[] bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, BODY_BYTES);
        return (int) checksum.getValue();
    }
}
