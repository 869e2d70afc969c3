package dev.podfailure.rules.cel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionResolver;
import dev.cel.runtime.CelLateFunctionBindings;
import dev.cel.runtime.CelResolvedOverload;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The functions that can cost more than their arguments weigh. CEL resolves them when it calls them, so that they can spend
 * from the budget of the evaluation before they start.
 */
// CEL wants functions to be immutable, because it may keep them. These live as long as one evaluation.
@SuppressWarnings("Immutable")
final class CostlyFunctions implements CelFunctionResolver {
    /** Every function that is resolved here. */
    static final List<String> NAMES =
            List.of("matches", "find", "contains", "indexOf", "lastIndexOf", "join", "replace", "split");

    private final Map<String, Pattern> patterns;
    private final Budget budget;
    private @Nullable CelLateFunctionBindings bindings;

    CostlyFunctions(Map<String, Pattern> patterns, Budget budget) {
        this.patterns = patterns;
        this.budget = budget;
    }

    @Override
    public Optional<CelResolvedOverload> findOverloadMatchingArgs(
            String functionName, Collection<String> overloadIds, Object[] args) throws CelEvaluationException {
        return bindings().findOverloadMatchingArgs(functionName, overloadIds, args);
    }

    @Override
    public Optional<CelResolvedOverload> findOverloadMatchingArgs(String functionName, Object[] args)
            throws CelEvaluationException {
        return bindings().findOverloadMatchingArgs(functionName, args);
    }

    private CelLateFunctionBindings bindings() {
        CelLateFunctionBindings made = bindings;
        if (made == null) {
            made = CelLateFunctionBindings.from(
                    CelFunctionBinding.from("matches", String.class, String.class, this::matches),
                    CelFunctionBinding.from("matches_string", String.class, String.class, this::matches),
                    CelFunctionBinding.from("string_find_string", String.class, String.class, this::find),
                    CelFunctionBinding.from("contains_string", String.class, String.class, this::contains),
                    CelFunctionBinding.from(
                            "string_index_of_string", String.class, String.class, (s, t) -> indexOf(s, t, 0)),
                    with3("string_index_of_string_int", Long.class, (s, t, from) -> indexOf(s, t, (Long) from)),
                    CelFunctionBinding.from(
                            "string_last_index_of_string", String.class, String.class, this::lastIndexOf),
                    with3(
                            "string_last_index_of_string_int",
                            Long.class,
                            (s, t, from) -> lastIndexOf(s, t, (Long) from)),
                    CelFunctionBinding.from("list_join", List.class, list -> join(list, "")),
                    CelFunctionBinding.from("list_join_string", List.class, String.class, this::join),
                    with3(
                            "string_replace_string_string",
                            String.class,
                            (s, old, by) -> replace(s, old, (String) by, -1)),
                    CelFunctionBinding.from(
                            "string_replace_string_string_int",
                            List.of(String.class, String.class, String.class, Long.class),
                            args -> replace((String) args[0], (String) args[1], (String) args[2], (Long) args[3])),
                    CelFunctionBinding.from(
                            "string_split_string", String.class, String.class, (s, t) -> split(s, t, -1)),
                    with3("string_split_string_int", Long.class, (s, t, limit) -> split(s, t, (Long) limit)));
            bindings = made;
        }
        return made;
    }

    /** A function of two texts and something else. */
    private interface OfTwoTexts {
        Object apply(String text, String other, Object third);
    }

    private static CelFunctionBinding with3(String id, Class<?> third, OfTwoTexts function) {
        return CelFunctionBinding.from(
                id,
                List.of(String.class, String.class, third),
                args -> function.apply((String) args[0], (String) args[1], args[2]));
    }

    private boolean matches(String text, String regex) {
        return matcher(text, regex).find();
    }

    private String find(String text, String regex) {
        Matcher matcher = matcher(text, regex);
        return matcher.find() ? matcher.group() : "";
    }

    /**
     * RE2/J cannot be interrupted, but its cost is bounded: 10 ns for each instruction and character. Nearly all patterns
     * keep far below it, so a quarter is charged; the worst that fits into the budget takes 20 ms.
     */
    private Matcher matcher(String text, String regex) {
        // Only literals are allowed, and each was compiled with the expression.
        Pattern pattern = Objects.requireNonNull(patterns.get(regex));
        budget.charge(pattern.programSize() * (text.length() + 1L) / 4);
        return pattern.matcher(text);
    }

    private boolean contains(String text, String part) {
        chargeSearch(text, part);
        return text.contains(part);
    }

    private long indexOf(String text, String part, long from) {
        chargeSearch(text, part);
        return StringFunctions.indexOf(text, part, from);
    }

    private long lastIndexOf(String text, String part) {
        chargeSearch(text, part);
        return StringFunctions.lastIndexOf(text, part);
    }

    private long lastIndexOf(String text, String part, long from) {
        chargeSearch(text, part);
        return StringFunctions.lastIndexOf(text, part, from);
    }

    private String join(List<?> texts, String separator) {
        long length = (long) separator.length() * texts.size();
        for (Object text : texts) {
            length += ((String) text).length();
        }
        budget.chargeText(length);
        return String.join(separator, texts.stream().map(String.class::cast).toList());
    }

    private String replace(String text, String old, String by, long limit) {
        chargeSearch(text, old);
        int times = StringFunctions.occurrences(text, old, limit);
        budget.chargeText(text.length() + (long) times * by.length());
        return StringFunctions.replace(text, old, by, times);
    }

    private List<String> split(String text, String separator, long limit) {
        chargeSearch(text, separator);
        budget.charge(4L * StringFunctions.occurrences(text, separator, limit));
        return StringFunctions.split(text, separator, limit);
    }

    /** Looking for a part is quadratic at worst. */
    private void chargeSearch(String text, String part) {
        budget.charge((long) text.length() * Math.max(1, part.length()) / 8);
    }
}
