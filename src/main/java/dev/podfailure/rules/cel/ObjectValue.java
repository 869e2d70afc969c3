package dev.podfailure.rules.cel;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.StructValue;
import dev.podfailure.rules.cel.KeptField.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object of fabric8's model as CEL sees it: field by field, when asked, and only the kept ones. As in Kubernetes an
 * absent field has no value, not a default one.
 */
// CEL wants values to be immutable all through. The model has setters, but pods in the cache are never changed.
@SuppressWarnings("Immutable")
final class ObjectValue extends StructValue<String, ObjectValue> {
    /** What the matchers of a rule see of a text: the kubelet's 4 KiB can be 4,098 bytes. */
    static final int MAX_TEXT = 4 * 1024 + 64;

    private final KeptObject<?> type;
    private final Object object;

    ObjectValue(KeptObject<?> type, Object object) {
        this.type = type;
        this.object = object;
    }

    /** The elements of a list as CEL sees them. */
    static List<ObjectValue> listOf(KeptObject<?> type, List<?> objects) {
        return objects.stream()
                .filter(Objects::nonNull)
                .map(object -> new ObjectValue(type, object))
                .toList();
    }

    @Override
    public Object select(String field) {
        return find(field).orElseThrow(() -> CelAttributeNotFoundException.of("no such key: " + field));
    }

    @Override
    public Optional<Object> find(String name) {
        KeptField<?> field = type.field(name);
        Object value = field == null ? null : type.read(field, object);
        return field == null || value == null ? Optional.empty() : convert(field.kind(), value);
    }

    private static Optional<Object> convert(Kind kind, Object value) {
        return switch (kind) {
            case Kind.Text text -> Optional.of(head((String) value));
            case Kind.Whole whole -> Optional.of(((Number) value).longValue());
            case Kind.Flag flag -> Optional.of(value);
            case Kind.Time time -> Optional.ofNullable(time(value));
            case Kind.Texts texts -> present((Map<?, ?>) value);
            case Kind.One one -> Optional.of(new ObjectValue(one.type(), value));
            case Kind.Many many -> present(listOf(many.type(), (List<?>) value));
        };
    }

    private static Optional<Object> present(List<ObjectValue> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list);
    }

    private static Optional<Object> present(Map<?, ?> map) {
        return map.isEmpty() ? Optional.empty() : Optional.of(map);
    }

    private static @Nullable Instant time(Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        try {
            return OffsetDateTime.parse(value.toString()).toInstant();
        } catch (DateTimeException e) {
            return null; // nothing that an API server sends; absent rather than an error of every rule
        }
    }

    private static String head(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT);
    }

    @Override
    public ObjectValue value() {
        return this;
    }

    @Override
    public boolean isZeroValue() {
        return false;
    }

    @Override
    public CelType celType() {
        return StructTypeReference.create(type.name());
    }

    /** Goes into messages of errors: the type alone. */
    @Override
    public String toString() {
        return type.name();
    }
}
