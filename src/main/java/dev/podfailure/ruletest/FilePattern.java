package dev.podfailure.ruletest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** File names with {@code *}, {@code ?}, {@code [..]} and {@code {..}} in single steps, and {@code **} for any folders. */
final class FilePattern {
    private FilePattern() {}

    /**
     * The files and folders that a pattern stands for, in the order of their names.
     *
     * @param folder what a relative pattern is relative to
     * @throws PatternSyntaxException if it is no pattern
     */
    static List<Path> expand(Path folder, String pattern) {
        Path root = pattern.startsWith("/") ? Path.of("/") : folder;
        Set<Path> found = new LinkedHashSet<>(List.of(root));
        for (String step : pattern.split("/+", -1)) {
            if (!step.isEmpty()) {
                Set<Path> next = new LinkedHashSet<>();
                found.forEach(path -> next.addAll(step(path, step)));
                found = next;
            }
        }
        return found.stream().filter(path -> !path.equals(root)).toList();
    }

    private static List<Path> step(Path folder, String step) {
        if (step.equals("**")) {
            return folders(folder);
        }
        if (step.chars().noneMatch(character -> "*?[{\\".indexOf(character) >= 0)) {
            Path next = folder.resolve(step);
            return Files.exists(next) ? List.of(next) : List.of();
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + step);
        return Files.isDirectory(folder) ? entries(folder, matcher) : List.of();
    }

    private static List<Path> entries(Path folder, PathMatcher matcher) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> matcher.matches(entry.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> folders(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
