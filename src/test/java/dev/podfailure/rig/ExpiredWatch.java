package dev.podfailure.rig;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** What the watch cache says to a watch from a version that it has forgotten: the stream begins, with an error in it. */
final class ExpiredWatch {
    /** From RFC 6455, section 1.3. */
    private static final String WEB_SOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final int FINAL_TEXT_FRAME = 0x81;
    private static final int LENGTH_IN_TWO_BYTES = 126;

    private static final String ERROR_EVENT = "{\"type\":\"ERROR\",\"object\":"
            + Fault.status(410, "Expired", "too old resource version").body() + "}";

    private ExpiredWatch() {}

    /** The answer to a watch over HTTP or over a WebSocket, whichever the client asks for. */
    static byte[] answerTo(RequestHead head) throws IOException {
        Optional<String> key = head.header("sec-websocket-key");
        return key.isPresent() ? webSocket(key.get()) : http();
    }

    private static byte[] http() {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";
        return (head + ERROR_EVENT + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] webSocket(String key) throws IOException {
        String head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n";
        byte[] text = ERROR_EVENT.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.write(head.getBytes(StandardCharsets.US_ASCII));
        answer.write(FINAL_TEXT_FRAME);
        answer.write(LENGTH_IN_TWO_BYTES);
        answer.write(text.length >> 8);
        answer.write(text.length & 0xff);
        answer.write(text);
        return answer.toByteArray();
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + WEB_SOCKET_GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
