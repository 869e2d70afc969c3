package dev.podfailure.rig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Request line and header lines of an HTTP/1.1 request.
 *
 * @param method such as {@code PATCH}
 * @param target path and query
 * @param headers lines {@code Name: value}
 */
public record RequestHead(String method, String target, List<String> headers) {
    private static final int LONGEST_LINE = 64 * 1024;

    public RequestHead {
        headers = List.copyOf(headers);
    }

    /** The path without the query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Whether it asks for a stream of changes. */
    public boolean isWatch() {
        return target.contains("watch=true") || target.contains("watch=1");
    }

    /** Reads a request up to the empty line; throws if the client closes before. */
    static RequestHead read(InputStream in) throws IOException {
        String[] first = line(in).split(" ", 3);
        if (first.length != 3) {
            throw new IOException("not an HTTP request");
        }
        List<String> headers = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            headers.add(line);
        }
        return new RequestHead(first[0], first[1], headers);
    }

    /** Value of a header, its name in lower case. */
    Optional<String> header(String name) {
        String prefix = name + ":";
        return headers.stream()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(header -> header.substring(prefix.length()).strip())
                .findFirst();
    }

    /** Length of the body that follows; 0 without one. */
    int contentLength() {
        return header("content-length").map(Integer::parseInt).orElse(0);
    }

    /**
     * The head for the API server: one request a connection, and no offer to change to HTTP/2, which would make the rest
     * of the connection unreadable. An offer of a WebSocket stays.
     */
    byte[] forUpstream(String host) {
        boolean webSocket = header("sec-websocket-key").isPresent();
        StringBuilder text =
                new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        for (String header : headers) {
            String name = header.toLowerCase(Locale.ROOT);
            boolean hop = name.startsWith("connection:") || name.startsWith("upgrade:");
            if (name.startsWith("host:") || name.startsWith("http2-settings:") || (hop && !webSocket)) {
                continue;
            }
            text.append(header).append("\r\n");
        }
        text.append("Host: ").append(host).append("\r\n");
        if (!webSocket) {
            text.append("Connection: close\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > LONGEST_LINE) {
                throw new IOException("the request ends within its head");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }
}
