package dev.podfailure.failure;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** The identity of a failure: a version 5 UUID (RFC 9562) that depends on the pod's UID and on nothing else. */
public final class EventId {
    /** Namespace of the names; chosen once, never to change. */
    private static final UUID NAMESPACE = UUID.fromString("6f1c1f0e-9f3b-5c0a-9d57-0a5e3c6f7b21");

    private EventId() {}

    /** The identity of the failure of the pod with this UID. */
    public static String ofPod(String podUid) {
        byte[] digest = sha1().digest(ByteBuffer.allocate(16 + podUid.getBytes(StandardCharsets.UTF_8).length)
                .putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits())
                .put(podUid.getBytes(StandardCharsets.UTF_8))
                .array());
        ByteBuffer bits = ByteBuffer.wrap(digest);
        long most = (bits.getLong() & ~0xF000L) | 0x5000L;
        long least = (bits.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(most, least).toString();
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
