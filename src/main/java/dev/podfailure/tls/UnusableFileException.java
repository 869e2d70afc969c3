package dev.podfailure.tls;

import java.nio.file.Path;

/** A file does not hold what it should. The message is for a person and names the file. */
public final class UnusableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableFileException(Path file, String problem) {
        super(file + " " + problem);
    }
}
