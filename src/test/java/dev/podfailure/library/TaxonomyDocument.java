package dev.podfailure.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code docs/taxonomy.md}: its tables are made from the taxonomy and from what the library says of the records. */
final class TaxonomyDocument {
    private static final Path FILE = Path.of("docs", "taxonomy.md");

    private TaxonomyDocument() {}

    static String written() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }

    static void write(String text) {
        try {
            Files.writeString(FILE, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + FILE, e);
        }
    }

    /** The document with its tables as they should be. */
    static String renewed(List<JudgedRecord> records) {
        List<JudgedRecord> failed =
                records.stream().filter(JudgedRecord::failed).toList();
        return replaced(
                replaced(replaced(written(), "taxonomy", taxonomy()), "numbers", numbers(failed, records.size())),
                "corpus",
                corpus(failed));
    }

    private static String replaced(String text, String mark, String content) {
        Pattern section = Pattern.compile("(?s)(<!-- " + mark + " -->\n).*?(<!-- /" + mark + " -->)");
        Matcher found = section.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException(FILE + " has no section " + mark);
        }
        return text.substring(0, found.start())
                + found.group(1)
                + content
                + found.group(2)
                + text.substring(found.end());
    }

    private static String taxonomy() {
        return table(
                List.of("category", "subcategory", "whose", "retry", "hint"),
                Taxonomy.entries().stream()
                        .map(entry -> List.of(
                                entry.category(), entry.subcategory(), entry.whose(), entry.retry(), entry.hint())));
    }

    private static String numbers(List<JudgedRecord> failed, int all) {
        String counts = Stream.of(JudgedRecord.Verdict.values())
                .map(verdict -> failed.stream()
                                .filter(record -> record.verdict() == verdict)
                                .count()
                        + " " + word(verdict))
                .collect(Collectors.joining(", "));
        return all + " records, " + failed.size() + " of them Failed: " + counts + ".\n";
    }

    private static String corpus(List<JudgedRecord> failed) {
        return table(
                List.of("record", "the truth", "whose", "the library says", "whose", ""),
                failed.stream()
                        .map(record -> List.of(
                                record.name(),
                                record.cause(),
                                record.whose(),
                                said(record),
                                record.answer().responsible(),
                                word(record.verdict()))));
    }

    private static String said(JudgedRecord record) {
        return switch (record.answer().outcome()) {
            case "DeletedOnPurpose" -> "(stopped on purpose)";
            case "Ignored" -> pair(record) + " (ignored)";
            default -> pair(record);
        };
    }

    private static String pair(JudgedRecord record) {
        return record.answer().category() + "/" + record.answer().subcategory();
    }

    private static String word(JudgedRecord.Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    private static String table(List<String> head, Stream<List<String>> rows) {
        return Stream.concat(Stream.of(head, head.stream().map(column -> "---").toList()), rows)
                .map(row -> row.stream()
                        .map(cell -> cell.replace("|", "\\|"))
                        .collect(Collectors.joining(" | ", "| ", " |\n")))
                .collect(Collectors.joining());
    }
}
