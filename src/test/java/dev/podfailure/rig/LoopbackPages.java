package dev.podfailure.rig;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** The pages of a program of this machine that may not answer yet, or no more. */
public final class LoopbackPages {
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    public LoopbackPages(int port) {
        this.port = port;
    }

    /** Body of a page; empty while nobody answers. */
    public String page(String path) throws InterruptedException {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        }
    }
}
