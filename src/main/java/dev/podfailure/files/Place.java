package dev.podfailure.files;

/**
 * Where something stands in the input.
 *
 * @param file as the user named it; {@code -} is standard input
 * @param document number of the document in the file, from 1
 * @param line from 1
 * @param column from 1
 */
public record Place(String file, int document, int line, int column) {

    /** As in a message: {@code rules.yaml: document 2, line 14}. */
    @Override
    public String toString() {
        return file + ": document " + document + ", line " + line;
    }
}
