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

    /** What the contract promises of tokens of any version. */
    private static final int MOST_BYTES = 512;

    /** Stands for a token that another version of the operator gave out. No log has this name, and no version is known. */
    private static final ResumeToken OTHER_FORMAT = new ResumeToken(0, Position.inLog(0), 0);

    ByteString encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .put(FORMAT)
                .putLong(incarnation)
                .putLong(position.podsAfter())
                .putLong(position.podsUpTo())
                .putLong(position.seq())
                .putLong(position.notBefore())
                .putLong(version);
        bytes.putInt(checksum(bytes.array(), BODY_BYTES));
        return ByteString.copyFrom(bytes.array());
    }

    /**
     * The token, if these bytes are one. While replicas are replaced by those of another version, clients carry tokens of one
     * to the other: a format that is not known is told by a gap, as any token of which nothing is known. Every format begins
     * with its number and ends with the checksum of the rest.
     */
    static Optional<ResumeToken> decode(ByteString token) {
        if (token.size() <= Integer.BYTES || token.size() > MOST_BYTES) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(token.toByteArray());
        int body = token.size() - Integer.BYTES;
        if (bytes.getInt(body) != checksum(bytes.array(), body)) {
            return Optional.empty();
        }
        return token.byteAt(0) == FORMAT ? read(bytes) : Optional.of(OTHER_FORMAT);
    }

    private static Optional<ResumeToken> read(ByteBuffer bytes) {
        if (bytes.capacity() != BYTES) {
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

    private static int checksum(byte[] bytes, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
