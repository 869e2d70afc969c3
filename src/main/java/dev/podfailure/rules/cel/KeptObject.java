package dev.podfailure.rules.cel;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** A type of object and those of its fields that are kept. */
final class KeptObject<T> {
    private final String name;
    private final Class<T> model;
    private final SequencedMap<String, KeptField<T>> fields = new LinkedHashMap<>();

    @SafeVarargs
    KeptObject(String name, Class<T> model, KeptField<T>... fields) {
        this.name = name;
        this.model = model;
        for (KeptField<T> field : fields) {
            this.fields.put(field.name(), field);
        }
    }

    /** As Kubernetes calls it, such as {@code ContainerStatus}. */
    String name() {
        return name;
    }

    /** The fields in the order in which they are documented. */
    SequencedSet<String> fieldNames() {
        return fields.sequencedKeySet();
    }

    @Nullable
    KeptField<T> field(String fieldName) {
        return fields.get(fieldName);
    }

    Iterable<KeptField<T>> fields() {
        return fields.values();
    }

    /** What the model holds for a field of this type; absent values as {@link KeptField#read} has them. */
    @Nullable
    Object read(KeptField<?> field, Object object) {
        KeptField<T> own = fields.get(field.name());
        return own == null ? null : own.read().apply(model.cast(object));
    }
}
