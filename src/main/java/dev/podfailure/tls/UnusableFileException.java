package dev.podfailure.tls;

import java.nio.file.Path;

/** A file does not hold what it should. The message is for a person and names the file. */
public final class UnusableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    UnusableFileException(Path file, String problem) {
        super(file + " " + problem);
        this.file = file;
    }

    /** Which file. */
    public Path file() {
        return file;
    }
}
