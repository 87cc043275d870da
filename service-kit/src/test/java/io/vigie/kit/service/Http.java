package io.vigie.kit.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A client that waits for a server to appear. */
final class Http {

  private Http() {}

  /** The body of the first answer, within 20 s. */
  static String getOnceUp(HttpClient http, int port, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> http.send(request, BodyHandlers.ofString()).body(), body -> true);
  }
}
