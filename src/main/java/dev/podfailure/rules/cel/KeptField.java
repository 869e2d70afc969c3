package dev.podfailure.rules.cel;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A field of an object that the trimmed cache keeps and expressions may use.
 *
 * @param name as in Kubernetes
 * @param kind what its values are
 * @param read the value in an object of fabric8's model; null, an empty list and an empty map mean that it is absent
 */
record KeptField<T>(String name, Kind kind, Function<T, @Nullable Object> read) {

    /** What the values of a field are. */
    sealed interface Kind {
        /** {@code string}. */
        record Text() implements Kind {}

        /** {@code int}. */
        record Whole() implements Kind {}

        /** {@code bool}. */
        record Flag() implements Kind {}

        /** {@code timestamp}; in the model an RFC 3339 text or an {@link java.time.Instant}. */
        record Time() implements Kind {}

        /** {@code map(string, string)}. */
        record Texts() implements Kind {}

        /** One object. */
        record One(KeptObject<?> type) implements Kind {}

        /** {@code list} of objects. */
        record Many(KeptObject<?> type) implements Kind {}
    }

    static <T> KeptField<T> text(String name, Function<T, @Nullable String> read) {
        return new KeptField<>(name, new Kind.Text(), read::apply);
    }

    static <T> KeptField<T> number(String name, Function<T, ? extends @Nullable Number> read) {
        return new KeptField<>(name, new Kind.Whole(), read::apply);
    }

    static <T> KeptField<T> flag(String name, Function<T, @Nullable Boolean> read) {
        return new KeptField<>(name, new Kind.Flag(), read::apply);
    }

    static <T> KeptField<T> time(String name, Function<T, ? extends @Nullable Object> read) {
        return new KeptField<>(name, new Kind.Time(), read::apply);
    }

    static <T> KeptField<T> texts(String name, Function<T, @Nullable Map<String, String>> read) {
        return new KeptField<>(name, new Kind.Texts(), read::apply);
    }

    static <T, U> KeptField<T> one(String name, KeptObject<U> type, Function<T, @Nullable U> read) {
        return new KeptField<>(name, new Kind.One(type), read::apply);
    }

    static <T, U> KeptField<T> many(String name, KeptObject<U> type, Function<T, @Nullable List<U>> read) {
        return new KeptField<>(name, new Kind.Many(type), read::apply);
    }
}
