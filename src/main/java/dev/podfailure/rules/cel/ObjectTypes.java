package dev.podfailure.rules.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import dev.podfailure.rules.cel.KeptField.Kind;
import java.util.Optional;

/** The kept objects as types of CEL. */
final class ObjectTypes implements CelTypeProvider {
    private final ImmutableMap<String, CelType> types;

    ObjectTypes() {
        ImmutableMap.Builder<String, CelType> builder = ImmutableMap.builder();
        KeptFields.types().forEach(type -> builder.put(type.name(), structOf(type)));
        types = builder.buildOrThrow();
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return types.values();
    }

    @Override
    public Optional<CelType> findType(String typeName) {
        return Optional.ofNullable(types.get(typeName));
    }

    static CelType referenceTo(KeptObject<?> type) {
        return StructTypeReference.create(type.name());
    }

    private static StructType structOf(KeptObject<?> type) {
        ImmutableMap.Builder<String, CelType> fields = ImmutableMap.builder();
        type.fields().forEach(field -> fields.put(field.name(), typeOf(field.kind())));
        ImmutableMap<String, CelType> byName = fields.buildOrThrow();
        return StructType.create(
                type.name(), ImmutableSet.copyOf(type.fieldNames()), name -> Optional.ofNullable(byName.get(name)));
    }

    private static CelType typeOf(Kind kind) {
        return switch (kind) {
            case Kind.Text text -> SimpleType.STRING;
            case Kind.Whole whole -> SimpleType.INT;
            case Kind.Flag flag -> SimpleType.BOOL;
            case Kind.Time time -> SimpleType.TIMESTAMP;
            case Kind.Texts texts -> MapType.create(SimpleType.STRING, SimpleType.STRING);
            case Kind.One one -> referenceTo(one.type());
            case Kind.Many many -> ListType.create(referenceTo(many.type()));
        };
    }
}
