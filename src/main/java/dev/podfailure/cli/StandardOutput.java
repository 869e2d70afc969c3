package dev.podfailure.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The standard output of a command. The process ends with the first byte that cannot be written, whatever it is about to
 * do: quietly if nobody reads any more, as in {@code podfailure get | head -1}.
 */
final class StandardOutput extends OutputStream {
    private static final int NOBODY_READS = 0;
    private static final int FAILED = 1;

    /** {@link System#out} would keep a failure to itself. */
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            end(e);
        }
    }

    /** Without shutdown hooks: they would be about work that nobody wants any more. */
    private static void end(IOException e) {
        if (!isFile()) {
            Runtime.getRuntime().halt(NOBODY_READS);
        }
        System.err.println("podfailure: cannot write to standard output: " + e.getMessage());
        Runtime.getRuntime().halt(FAILED);
    }

    /** What is wrong with a file, such as a full disk, has to be said; a pipe, socket or terminal was closed. */
    private static boolean isFile() {
        return Files.isRegularFile(Path.of("/dev/fd/1"));
    }
}
