package dev.podfailure.rig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback ports that nothing listens on. */
public final class FreePorts {
    /** Below the range that Linux hands out to outgoing connections, which would take a port in between. */
    private static final int FIRST = 15_000;

    private static final int LAST = 30_000;
    private static final int ATTEMPTS = 100;

    private FreePorts() {}

    /** A port that was free a moment ago. Whoever binds it must still be ready to find it taken. */
    public static int next() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port on loopback between %d and %d".formatted(FIRST, LAST));
    }

    /** The given port if it is free, else another one. */
    public static int preferably(int port) {
        return isFree(port) ? port : next();
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
