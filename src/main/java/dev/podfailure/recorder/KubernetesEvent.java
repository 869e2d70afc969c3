package dev.podfailure.recorder;

import dev.podfailure.failure.EscapedText;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An Event about one object, as people see it in {@code kubectl describe}.
 *
 * @param regarding the object
 * @param name of the Event: the same for the same happening, so that telling it again makes no second one
 * @param type whether somebody has to look
 * @param reason one word, such as {@code Rejected}
 * @param action what was done when it came up
 * @param note for a person; escaped, at most 1,024 bytes
 */
public record KubernetesEvent(Regarding regarding, String name, Type type, String reason, String action, String note) {
    /** What the API server takes at most, in bytes of UTF-8. */
    static final int MAX_NOTE_BYTES = 1_024;

    /** The API server's limit of a name is 253. */
    private static final int MAX_NAME_PREFIX = 200;

    /** The two types that Kubernetes has. Their names are written as they are. */
    public enum Type {
        /** For information. */
        Normal,
        /** Something is wrong. */
        Warning
    }

    /** What an Event is about. */
    public record Regarding(String apiVersion, String kind, String namespace, String name, String uid) {
        /** This very object. */
        public static Regarding of(HasMetadata object) {
            return new Regarding(
                    object.getApiVersion(),
                    object.getKind(),
                    object.getMetadata().getNamespace(),
                    object.getMetadata().getName(),
                    object.getMetadata().getUid());
        }
    }

    public KubernetesEvent {
        note = EscapedText.cutToBytes(EscapedText.of(note), MAX_NOTE_BYTES);
    }

    /**
     * An Event whose name depends on the object and the happening alone.
     *
     * @param happening tells what happened to the object from anything else that can happen to it
     */
    public static KubernetesEvent of(
            Regarding regarding, String happening, Type type, String reason, String action, String note) {
        return new KubernetesEvent(regarding, name(regarding, happening), type, reason, action, note);
    }

    private static String name(Regarding regarding, String happening) {
        String whole = regarding.name();
        String prefix = whole.length() <= MAX_NAME_PREFIX
                ? whole
                : whole.substring(0, MAX_NAME_PREFIX).replaceAll("[.-]+$", "");
        byte[] hash = sha256().digest((regarding.uid() + "/" + happening).getBytes(StandardCharsets.UTF_8));
        return prefix + "." + HexFormat.of().formatHex(hash, 0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
